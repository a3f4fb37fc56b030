#include <utility>

#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/support/regex.h"

namespace pf {
namespace {

// Beside ctest: this task alone, on what it stands on.
int run_by_itself(RunOptions run, const std::string& id, const std::vector<std::string>& command_line) {
    run.no_fork = true;
    auto only = Regex::compile("^" + regex_quote(id) + "$");
    if (!only.ok()) {
        return fail(kExitUsage, only.error().message);
    }
    run.select.include = std::move(*only);
    return run_command(run, command_line);
}

}  // namespace

int task_command(const CtestTaskOptions& options, const std::vector<std::string>& command_line) {
    const CtestRun run = find_ctest(options.build_dir);
    if (ctest_has_gone()) {
        return end_without_result("its ctest has ended");
    }
    if (run.ctest.pid == 0) {
        RunOptions alone;
        alone.build_dir = options.build_dir;
        alone.config = options.config;
        if (options.group) {
            alone.select.groups = {options.id};
            return run_command(alone, command_line);
        }
        alone.end_as_task = true;
        return run_by_itself(std::move(alone), options.id, command_line);
    }
    auto caller = join_session(run, options.config);
    if (!caller.ok()) {
        return end_without_result(caller.error().message);
    }
    return follow_task(std::move(*caller),
                       {"", options.id, options.arguments, options.group, options.token, options.ends_after},
                       [&](const Error& error) { return why_no_session(run, options.config, error); });
}

int host_command(const CtestHostOptions& options, const std::vector<std::string>& command_line) {
    RunOptions run;
    run.build_dir = options.build_dir;
    run.config = options.config;
    run.instead = {platform::own_executable(), "session", "attend", options.socket};
    return run_by_itself(std::move(run), options.id, command_line);
}

}  // namespace pf
