#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>

#include "runtime/environment.h"
#include "tool/channel/end_like.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/support/file.h"
#include "tool/support/regex.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr const char* kBegun = "PARALLEL_FIXTURES_BEGUN\n";  // TIMEOUT_AFTER_MATCH of the test.

void say(const std::string& text) { static_cast<void>(write_all(STDOUT_FILENO, text)); }

// Nothing is known of the task, or nothing that CTest may judge.
int end_without_result(const std::string& why) {
    say("parallel-fixtures: " + printable(why) + "\n");
    return end_unknown();
}

// CTest's own limit is a second later than ours, and what it ends it shows as a timeout.
void wait_for_ctest() {
    constexpr int kSeconds = 20;
    for (int i = 0; i < kSeconds; ++i) {
        poll(nullptr, 0, 1000);
    }
}

int end_as(const TaskOver& over, bool limited) {
    if (over.timed_out && limited) {
        say("parallel-fixtures: " + printable(over.reason) + "\n");
        wait_for_ctest();
        return end_unknown();
    }
    if (over.skipped) {
        say(fmt::format("{}: {}\n", kSkipped, printable(over.reason)));
    }
    if (over.signal != 0) {
        return end_by_signal(over.signal);
    }
    return over.exit_code >= 0 ? over.exit_code : end_without_result(over.reason);
}

int follow(Caller caller, const CtestRun& run, const CtestTaskOptions& options) {
    SessionRequest request;
    request.version = version();
    request.what = Asked::run_task;
    request.name = options.id;
    request.environment = inherited_environment();
    request.arguments = options.arguments;
    caller.send(request);
    while (true) {
        const Result<FromSession> said = caller.next();
        if (!said.ok()) {
            return end_without_result(why_no_session(run, options.config, said.error()));
        }
        if (const auto* printed = std::get_if<TaskPrinted>(&*said)) {
            say(printed->bytes);
        } else if (const auto* over = std::get_if<TaskOver>(&*said)) {
            return end_as(*over, options.limited);
        } else if (const auto* refused = std::get_if<Refused>(&*said)) {
            return end_without_result(refused->reason);
        } else if (options.limited) {
            say(kBegun);
        }
    }
}

// An IDE or a debugger runs the command itself, beside ctest: the task is run here, on what it stands on.
int host(const CtestTaskOptions& options, const std::vector<std::string>& command_line) {
    RunOptions run;
    run.build_dir = options.build_dir;
    run.config = options.config;
    run.no_fork = true;
    run.end_as_task = true;
    auto only = Regex::compile("^" + regex_quote(options.id) + "$");
    if (!only.ok()) {
        return fail(kExitUsage, only.error().message);
    }
    run.select.include = std::move(*only);
    return run_command(run, command_line);
}

}  // namespace

int task_command(const CtestTaskOptions& options, const std::vector<std::string>& command_line) {
    const CtestRun run = find_ctest(options.build_dir);
    if (run.ctest.pid == 0) {
        return host(options, command_line);
    }
    auto caller = join_session(run, options.config);
    return caller.ok() ? follow(std::move(*caller), run, options) : end_without_result(caller.error().message);
}

}  // namespace pf
