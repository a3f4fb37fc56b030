#include "tool/command/run_settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "runtime/directory.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/settings.h"
#include "tool/command/commands.h"
#include "tool/config/build_tree.h"
#include "tool/config/config_file.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

struct Settings {
    std::string file;  // The path of the configuration file; "": there is none.
    std::vector<SettingValue> values;
};

Result<Settings> settle(RunOptions& run, bool ctest) {
    SettingSources sources;
    sources.source_dir = source_dir_of(real_path(run.build_dir));
    sources.getenv = std::getenv;
    sources.ctest = ctest;
    const auto file = read_config_file(sources.source_dir);
    if (!file.ok()) {
        return file.error();
    }
    sources.file = file->has_value() ? &**file : nullptr;
    auto values = apply_settings(run, sources);
    if (!values.ok()) {
        return values.error();
    }
    return Settings{sources.file == nullptr ? "" : sources.file->path, *std::move(values)};
}

int print(const RunOptions& run, const Settings& settings) {
    const std::string here = real_path(".");
    const auto shown = [&](const std::string& path) { return printable(shown_path(path, here)); };
    fmt::print("build tree: {}\n", shown(real_path(run.build_dir)));
    fmt::print("configuration file: {}\n", settings.file.empty() ? "none" : shown(settings.file));
    fmt::print("profile: {}\n\n", run.profile.empty() ? "none" : printable(run.profile));
    std::size_t keys = 0;
    std::size_t texts = 0;
    for (const SettingValue& value : settings.values) {
        keys = std::max(keys, value.key.size());
        texts = std::max(texts, printable(value.text).size());
    }
    for (const SettingValue& value : settings.values) {
        fmt::print("{:<{}}  {:<{}}  {}\n", value.key, keys, printable(value.text), texts, shown(value.source));
    }
    return kExitOk;
}

}  // namespace

int in_build_tree(std::string& build_dir, const std::function<int()>& command) {
    if (build_dir.empty()) {
        Result<std::string> found = find_build_tree(real_path("."));
        if (!found.ok()) {
            return fail(kExitUsage, found.error().message);
        }
        build_dir = *std::move(found);
    } else if (access(build_dir.c_str(), F_OK) != 0) {
        return fail(kExitUsage, fmt::format("{0} does not exist; name a build tree, or, to select tasks by name, write "
                                            "the name after --, as in `parallel-fixtures run -- {0}`",
                                            printable(build_dir)));
    }
    return command();
}

Status apply_run_settings(RunOptions& run, bool ctest) {
    const Result<Settings> settings = settle(run, ctest);
    return settings.ok() ? ok_status() : Status(settings.error());
}

int run_with_settings(RunOptions run, const std::vector<std::string>& command_line) {
    return in_build_tree(run.build_dir, [&] {
        const Result<Settings> settings = settle(run, run.join_ctest);
        if (!settings.ok()) {
            return fail(kExitUsage, settings.error().message);
        }
        return run.show_config ? print(run, *settings) : run_command(run, command_line);
    });
}

}  // namespace pf
