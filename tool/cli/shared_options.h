// Declares the options that several commands share, and stores the values of options.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_SHARED_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_SHARED_OPTIONS_H

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/command_line.h"
#include "tool/cli/options.h"
#include "tool/select/select.h"
#include "tool/shard/shard.h"
#include "tool/support/ci_log.h"

namespace pf {

// The headings of options in the help.
inline constexpr const char* kBuildTree = "Build tree";
inline constexpr const char* kSelection = "Selection";
inline constexpr const char* kExecution = "Execution";
inline constexpr const char* kOneTask = "One task in the foreground";
inline constexpr const char* kOutput = "Output";
inline constexpr const char* kReports = "Reports and hooks";
inline constexpr const char* kOther = "Other";

// Returns a setter that stores what `parse` makes of the text.
template <typename Parse, typename Target>
auto into(Parse parse, Target& target) {
    return [parse, &target](const std::string& text) -> Status {
        auto value = parse(text);
        if (!value) {
            return value.error();
        }
        target = std::move(value).value();
        return ok_status();
    };
}

// Returns a setter that appends what `parse` makes of the text.
template <typename Parse, typename Item>
auto append_to(std::vector<Item>& target, Parse parse) {
    return [parse, &target](const std::string& text) -> Status {
        std::optional<Item> item;
        Status status = into(parse, item)(text);
        if (status) {
            target.push_back(*std::move(item));
        }
        return status;
    };
}

// Each of these declares options whose values are stored in its arguments, which must outlive the parsing.
void add_build_dir(CommandLine& line, std::string& build_dir);
void add_config(CommandLine& line, std::string& config);
void add_selection(CommandLine& line, SelectOptions& select);
// `getenv` must outlive the parsing too.
void add_shard(CommandLine& line, std::optional<Shard>& shard, const Getenv& getenv);
void add_print_labels(CommandLine& line, bool& print_labels);
void add_slowest(CommandLine& line, DisplayOptions& display);
void add_outputs(CommandLine& line, std::string& junit, std::string& junit_ci);
void add_annotations(CommandLine& line, std::optional<CiSystem>& annotations);

}  // namespace pf

#endif
