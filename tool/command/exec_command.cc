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
#include "runtime/task_client.h"
#include "runtime/wrapper.h"
#include "tool/cli/exit_code.h"
#include "tool/command/choice.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/leave_wrapper.h"
#include "tool/plan/plan_reader.h"

namespace pf {
namespace {

constexpr int kFixtureSkipped = 77;  // What a project gives the test as SKIP_RETURN_CODE.

void change_environment(const std::vector<std::string>& changes) {
    for (const std::string& change : changes) {
        const std::size_t equals = change.find('=');
        // NOLINTBEGIN(concurrency-mt-unsafe): the helper has one thread.
        if (equals == std::string::npos) {
            unsetenv(change.c_str());
        } else {
            setenv(change.substr(0, equals).c_str(), change.c_str() + equals + 1, 1);
        }
        // NOLINTEND(concurrency-mt-unsafe)
    }
}

// Does not return if it can be started.
int become(const std::vector<std::string>& command) {
    std::vector<std::string> words = command;
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    execvp(argv.front(), argv.data());
    return end_without_result("exec: cannot execute " + command.front() + ": " + std::strerror(errno));
}

// As a test of ctest, which shows how the command ends. Where the end is not the command's own, no property of the test
// can make a pass of it.
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
    const Result<FromSession> said = session->next();
    if (!said.ok()) {
        return end_without_result(why_no_session(run, options.config, said.error()));
    }
    if (const auto* refused = std::get_if<Refused>(&*said)) {
        return end_without_result(refused->reason);
    }
    const auto* answer = std::get_if<FixtureAnswer>(&*said);
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

// A group of the fixture's with this command as its only task, for a run beside ctest. kNone: there is no such fixture.
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
    group.fixture = static_cast<FixtureId>(fixture - plan.fixtures.begin());
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

int run_by_itself(const CtestRun& run, const ExecOptions& options, const std::vector<std::string>& command_line) {
    Result<Plan> plan = read_plan(run.build_dir, options.config);
    if (!plan.ok()) {
        return fail(kExitUsage, plan.error().message);
    }
    const TaskId task = add_task(*plan, options);
    if (task == kNone) {
        return fail(kExitUsage, "there is no fixture of scope RUN called \"" + options.fixture + "\"");
    }
    Choice choice{std::move(*plan), History::load(run.build_dir), {}, {}, ""};
    choice.selection.tasks = {task};
    RunOptions alone;
    alone.build_dir = options.build_dir;
    alone.config = options.config;
    alone.no_fork = true;
    alone.end_as_task = true;
    return run_in_foreground(alone, choice, command_line);
}

}  // namespace

int exec_command(const ExecOptions& given, const std::vector<std::string>& command_line) {
    ExecOptions options = given;
    if (in_valgrind()) {  // Which would lose what this process becomes.
        const std::vector<std::string> wrapper = wrapper_of(command_line);
        options.command.insert(options.command.begin(), wrapper.begin(), wrapper.end());
        leave_valgrind_at_exec();
    }
    const CtestRun run = find_ctest(options.build_dir);
    if (ctest_has_gone()) {
        return end_without_result("its ctest has ended");
    }
    return run.ctest.pid == 0 ? run_by_itself(run, options, command_line) : run_in_session(run, options);
}

}  // namespace pf
