#include <utility>

#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/memory_checker.h"
#include "tool/command/standalone_task.h"
#include "tool/connect/hold_fixtures.h"

namespace pf {

int task_command(CtestTaskOptions options, const std::vector<std::string>& command_line) {
    if (const std::optional<int> exit_code = restart_without_valgrind(options.wrapper, command_line)) {
        return *exit_code;
    }
    options.wrapper = options.wrapper.empty() ? wrapper_words(command_line) : options.wrapper;
    const CtestRun run = find_ctest(options.build_dir);
    if (ctest_has_gone()) {
        return end_without_result("the ctest that started this test has ended");
    }
    if (run.ctest.pid == 0) {
        return run_standalone(options, command_line);
    }
    const Result<std::string> log = prepare_wrapper(options.wrapper);
    if (!log.ok()) {
        return end_without_result(log.error().message);
    }
    auto session = join_session(run, options.config);
    if (!session.ok()) {
        return end_without_result(session.error().message);
    }
    return follow_task(
        std::move(*session),
        {"", options.id, options.arguments, options.group, options.token, options.ends_after, options.wrapper, *log},
        [&](const Error& error) { return why_no_session(run, options.config, error); });
}

int host_command(const CtestHostOptions& options, const std::vector<std::string>& command_line) {
    RunOptions run;
    run.build_dir = options.build_dir;
    run.config = options.config;
    run.instead = {platform::own_executable(), "session", "fixture-session", options.socket};
    run.no_fork = true;
    auto only = task_regex(options.id);
    if (!only.ok()) {
        return fail(kExitUsage, only.error().message);
    }
    run.select.include = std::move(*only);
    return run_command(run, command_line);
}

int fixture_session_command(const FixtureSessionOptions& options) {
    return hold_fixtures(options.socket, options.command);
}

}  // namespace pf
