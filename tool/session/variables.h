// Environment variables of commands: who sets what, and who wins.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_VARIABLES_H
#define PARALLEL_FIXTURES_TOOL_SESSION_VARIABLES_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

using Variables = std::vector<std::pair<std::string, std::string>>;

// Changes on top of an environment, later wins. What comes out goes to RunCommand::environment.
class VariableList {
public:
    explicit VariableList(const std::vector<std::string>& base) : base_(&base) {}

    // Changes that another list made.
    void append(const std::vector<std::string>& changes) {
        changes_.insert(changes_.end(), changes.begin(), changes.end());
    }
    void set(std::string_view name, std::string_view value);
    void set(const Variables& variables);
    // "K=V" each; an entry without "=" unsets, as with CTest's ENVIRONMENT.
    void set(const Texts& entries);
    // CTest's ENVIRONMENT_MODIFICATION: VAR=op:value with set, unset, reset, string_append, string_prepend,
    // path_list_append, path_list_prepend, cmake_list_append and cmake_list_prepend. `reset` gives back what the
    // environment was before these modifications. What is appended to after `unset` begins empty. The error names the
    // entry.
    Status modify(const Texts& modifications);

    [[nodiscard]] const std::vector<std::string>& changes() const { return changes_; }

private:
    [[nodiscard]] std::optional<std::string> find(std::string_view name, std::size_t changes) const;

    const std::vector<std::string>* base_;
    std::vector<std::string> changes_;
};

// What makes `wanted` of `base`: "K=V" sets, "K" unsets.
std::vector<std::string> environment_changes(const std::vector<std::string>& base,
                                             const std::vector<std::string>& wanted);

// The content of the file that PARALLEL_FIXTURES_ENV names: KEY=VALUE lines. Empty lines are allowed; a key that is no
// name of a variable, that is reserved (PARALLEL_FIXTURES_*), or a line without "=" is an error that names each, of
// many the first.
Result<Variables> parse_variables(std::string_view content);

// "postgres" -> "POSTGRES": the beginning of the variables that a fixture sets by itself.
std::string variable_prefix(std::string_view fixture);

// `text` with each @PORT@ replaced.
std::string with_port(std::string_view text, int port);

}  // namespace pf

#endif
