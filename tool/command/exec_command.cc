#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "runtime/environment.h"
#include "runtime/spawn.h"
#include "runtime/task_client.h"
#include "runtime/wrapper.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/memory_checker.h"
#include "tool/command/selected_plan.h"
#include "tool/plan/plan_reader.h"

namespace pf {
namespace {

constexpr int kFixtureSkipped = 77;  // The SKIP_RETURN_CODE that docs/cmake.md gives to such tests.

// Executes the command. Returns an exit code only if it cannot be started.
int become(const std::vector<std::string>& command) {
    execvp(command.front().c_str(), as_argv(command).data());
    return end_without_result("exec: cannot execute " + command.front() + ": " + std::strerror(errno));
}

// Runs the command as a test of ctest, which shows how it ends. If the fixture fails, the test ends by a signal,
// because no property of the test turns that into a pass.
int run_in_session(const CtestRun& run, const ExecOptions& options) {
    auto session = join_session(run, options.config);
    if (!session.ok()) {
        return end_without_result(session.error().message);
    }
    SessionRequest request;
    request.what = Asked::use;
    request.name = options.fixture;
    request.environment = inherited_environment();
    session->send(request);
    const Result<FromSession> message = session->next();
    if (!message.ok()) {
        return end_without_result(why_no_session(run, options.config, message.error()));
    }
    if (const auto* refused = std::get_if<Refused>(&*message)) {
        return end_without_result(refused->reason);
    }
    const auto* answer = std::get_if<FixtureAnswer>(&*message);
    if (answer == nullptr || !answer->passed) {
        return end_without_result("the fixture " + options.fixture + " could not be set up" +
                                  (answer == nullptr ? "" : ": " + answer->text));
    }
    if (answer->skipped) {
        static_cast<void>(std::fputs(answer->text.c_str(), stdout));
        return kFixtureSkipped;
    }
    change_environment(answer->environment);
    return become(options.command);
}

// Adds a group with the command as its only task to the plan, for a run without ctest. Returns kNone if there is no
// such fixture.
TaskId add_task(Plan& plan, const ExecOptions& options) {
    const auto fixture = std::find_if(plan.fixtures.begin(), plan.fixtures.end(), [&](const PlannedFixture& known) {
        return known.name == options.fixture && known.scope == FixtureScope::run;
    });
    if (fixture == plan.fixtures.end()) {
        return kNone;
    }
    char directory[PATH_MAX];
    Group group;
    group.name = "exec";
    group.fixtures = {static_cast<FixtureId>(fixture - plan.fixtures.begin())};
    group.binary_dir = plan.keep(getcwd(directory, sizeof directory) != nullptr ? directory : "/");
    Task task;
    task.group = static_cast<GroupId>(plan.groups.size());
    task.name = plan.keep(options.fixture);
    for (const std::string& word : options.command) {
        task.command.push_back(plan.keep(word));
    }
    plan.groups.push_back(std::move(group));
    plan.tasks.push_back(std::move(task));
    return static_cast<TaskId>(plan.tasks.size() - 1);
}

int run_standalone(const CtestRun& run, const ExecOptions& options, const std::vector<std::string>& command_line) {
    Result<Plan> plan = read_plan(run.build_dir, options.config);
    if (!plan.ok()) {
        return fail(kExitUsage, plan.error().message);
    }
    const TaskId task = add_task(*plan, options);
    if (task == kNone) {
        return fail(kExitUsage, "exec: there is no fixture of scope RUN called \"" + options.fixture +
                                    "\" in the plan; check the name, or run cmake again");
    }
    SelectedPlan selected{std::move(*plan), History::load(run.build_dir), {}, {}, ""};
    selected.selection.tasks = {task};
    RunOptions alone;
    alone.build_dir = options.build_dir;
    alone.config = options.config;
    alone.no_fork = true;
    alone.end_as_task = true;
    return run_in_foreground(alone, selected, command_line);
}

}  // namespace

int exec_command(const ExecOptions& given, const std::vector<std::string>& command_line) {
    ExecOptions options = given;
    if (in_valgrind()) {  // valgrind does not follow exec, so the command is started in valgrind again.
        const std::vector<std::string> wrapper = wrapper_words(command_line);
        options.command.insert(options.command.begin(), wrapper.begin(), wrapper.end());
        leave_valgrind_at_exec();
    }
    const CtestRun run = find_ctest(options.build_dir);
    if (ctest_has_gone()) {
        return end_without_result("the ctest that started this test has ended");
    }
    return run.ctest.pid == 0 ? run_standalone(run, options, command_line) : run_in_session(run, options);
}

}  // namespace pf
