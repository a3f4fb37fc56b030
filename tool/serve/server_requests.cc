// What clients ask for.
#include <fmt/format.h>

#include <algorithm>

#include "tool/serve/ctest_environment.h"
#include "tool/serve/server.h"
#include "tool/serve/task_for_ctest.h"
#include "tool/support/text.h"

namespace pf {
namespace {

template <typename Things>
std::uint32_t find_named(const Things& things, const std::string& name) {
    for (std::uint32_t id = 0; id < things.size(); ++id) {
        if (things[id].name == name) {
            return id;
        }
    }
    return kNone;
}

Refused unknown(const char* what, const std::string& name) {
    return {fmt::format("there is no {} \"{}\" in the plan of this build; run cmake again", what, printable(name))};
}

}  // namespace

void Server::take(Client& client, const SessionRequest& request) {
    if (request.protocol != kSessionProtocol) {
        client.say_last(
            Refused{fmt::format("the test is of another version of ParallelFixtures than the session "
                                "(protocol {}, the session has {}): build it again",
                                request.protocol, kSessionProtocol)});
        return;
    }
    switch (request.what) {
        case Asked::set_up:
        case Asked::tear_down:
        case Asked::use:
            take_fixture(client, request);
            break;
        case Asked::end_group:
            take_group(client, request);
            break;
        case Asked::run_task:
        case Asked::run_group:
            take_tasks(client, request);
            break;
        case Asked::acquire:
        case Asked::end_lingering:
            client.say_last(Refused{"a session of ctest gives no leases"});
            break;
    }
}

// What is asked to end, or unknown, needs none.
bool Server::needs_fixture(const SessionRequest& request) const {
    if (request.what == Asked::run_task) {
        const TaskId task = plan_.find(request.name);
        return task != kNone && plan_.groups[plan_.tasks[task].group].fixture != kNone;
    }
    if (request.what == Asked::run_group) {
        const GroupId group = find_named(plan_.groups, request.name);
        return group != kNone && plan_.groups[group].fixture != kNone;
    }
    return request.what == Asked::set_up;
}

void Server::take_fixture(Client& client, const SessionRequest& request) {
    const FixtureId fixture = find_named(plan_.fixtures, request.name);
    const GroupId group = find_named(plan_.groups, request.name);
    if (fixture == kNone && group != kNone && request.what != Asked::use &&
        !plan_.groups[group].program.command.empty()) {
        take_plain_program(client, request);
        return;
    }
    if (fixture == kNone || plan_.fixtures[fixture].scope != FixtureScope::run) {
        client.say_last(unknown("fixture of scope RUN called", request.name));
        return;
    }
    if (!request.wrapper.empty() && plan_.fixtures[fixture].kind == FixtureKind::linked) {
        take_plain_program(client, request);
        return;
    }
    client.asked = request.what;
    client.fixture = fixture;
    if (request.what != Asked::tear_down) {
        if (request.what == Asked::set_up) {
            note_environment(request.name + ".setup", request.environment);
        }
        session_->retain(fixture);
        session_->hold(fixture);
    } else {
        release_with_all_on(fixture);
    }
}

// A teardown test of what stands on it may have been killed, or left out (ctest -FC): it would wait for that for ever.
void Server::release_with_all_on(FixtureId fixture) {
    for (FixtureId above = 0; above < plan_.fixtures.size(); ++above) {
        const std::vector<FixtureId> chain = plan_.chain(above);
        if (std::find(chain.begin(), chain.end(), fixture) != chain.end()) {
            session_->release(above);
        }
    }
}

// The cases of a program that is not linked with us share nothing, nor do those of one in a memory checker.
void Server::take_plain_program(Client& client, const SessionRequest& request) {
    if (request.what == Asked::set_up) {
        FixtureAnswer answer;
        answer.text = "its program has nothing that is set up once\n";
        client.say_last(answer);
    } else {
        SessionRequest end = request;
        end.what = Asked::end_group;
        take_group(client, end);
    }
}

void Server::take_group(Client& client, const SessionRequest& request) {
    const GroupId group = find_named(plan_.groups, request.name);
    if (group == kNone) {
        client.say_last(unknown("group called", request.name));
        return;
    }
    client.asked = request.what;
    client.group = group;
    for (const GroupId id : plan_.groups_called(request.name)) {
        session_->release_group(id);
    }
}

// A memory checker that is not seen in front of the test, as it has become the test by exec, would look at the client
// only.
void Server::take_tasks(Client& client, const SessionRequest& request) {
    if (request.wrapper.empty() && options_.checks_memory && options_.checks_memory()) {
        client.say_last(
            Refused{"the memory checker of ctest cannot be put in front of the task, as it is no process above its "
                    "test: the task would not be checked"});
    } else if (request.what == Asked::run_task) {
        take_task(client, request);
    } else {
        take_batch(client, request);
    }
}

void Server::take_task(Client& client, const SessionRequest& asked) {
    const TaskId task = plan_.find(asked.name);
    if (task == kNone) {
        client.say_last(unknown("task", asked.name));
        return;
    }
    SessionRequest request = asked;
    request.environment = without_assignments(request.environment, plan_.environment(task), options_.ctest_environment);
    client.batch = plan_.tasks[task].options().generator;
    if (!take_in(client, task)) {
        client.say_last(Refused{printable(request.name) + " is under way already, for another test of this ctest"});
        return;
    }
    client.asked = request.what;
    if (!request.wrapper.empty() && client.batch) {
        client.say_last(Refused{"a memory checker in front of a GENERATOR does not see the tasks that it makes"});
        return;
    }
    if (!collect(client, task, request)) {
        begin(task, request);
    }
    note_environment(request.name, request.environment);
    const Text group = plan_.groups[plan_.tasks[task].group].name;
    groups_come_.insert(group);
    certain_[group].remove_if([&](const CertainTask& certain) { return certain.task == task; });
    run_ahead();
}

void Server::begin(TaskId task, const SessionRequest& request) {
    if (leaving_.count(task) != 0) {
        again_[task] = request;
        return;
    }
    const auto command = commands_.try_emplace(task, plan_.tasks[task].command).first;
    plan_.tasks[task].command = command->second;
    choose_group(task, !request.wrapper.empty() || !request.arguments.empty());
    leave_to_ctest(plan_, task);
    for (const std::string& argument : request.arguments) {
        plan_.tasks[task].command.push_back(plan_.keep(argument));
    }
    session_->add(task, request.environment, request.wrapper);
}

// The test of a linked program is a command where ctest puts words before or behind it, and is forked otherwise.
void Server::choose_group(TaskId task, bool command) {
    Task& planned = plan_.tasks[task];
    const auto forked = groups_.try_emplace(task, planned.group).first->second;
    const auto started = options_.groups_of_commands.find(forked);
    planned.group = forked;
    if (command && started != options_.groups_of_commands.end()) {
        planned.command = plan_.groups[forked].program.command;
        planned.group = started->second;
    }
}

// False: nobody waits for it to end.
bool Server::begin_again(TaskId task) {
    const auto again = again_.find(task);
    if (again == again_.end()) {
        return false;
    }
    const SessionRequest request = std::move(again->second);
    again_.erase(again);
    begin(task, request);
    return true;
}

// All tasks of a group, for one test. Their locks and processors are those of the test.
void Server::take_batch(Client& client, const SessionRequest& request) {
    if (!request.wrapper.empty()) {
        client.say_last(
            Refused{"a memory checker cannot look at several tasks in one test; give the group GRANULARITY "
                    "TASK and DISPATCH TASKS"});
        return;
    }
    client.batch = true;
    client.asked = request.what;
    std::vector<TaskId> tasks;
    for (TaskId task = 0; task < plan_.tasks.size(); ++task) {
        const bool own = plan_.groups[plan_.tasks[task].group].name == request.name;
        if (own && plan_.tasks[task].options().generated_by == kNone && take_in(client, task)) {
            tasks.push_back(task);
        }
    }
    if (tasks.empty()) {
        client.say_last(unknown("group with tasks that are not under way called", request.name));
        return;
    }
    client.unit = plan_.groups[plan_.tasks[tasks.front()].group].name;
    SessionRequest one = request;
    for (const TaskId task : tasks) {
        one.environment = without_assignments(request.environment, plan_.environment(task), options_.ctest_environment);
        begin(task, one);
    }
}

// False: it is under way, or was in the same batch.
bool Server::take_in(Client& client, TaskId task) {
    for (const auto& other : connections_.clients) {
        if (other->to_confirm && other->to_confirm->id == plan_.task_id(task)) {
            other->catch_up();  // Before the task is told of again.
            static_cast<void>(settle(*other, session_->now()));
        }
    }
    const auto known = tasks_.find(task);
    if (known != tasks_.end() && known->second->state() == Client::State::gone) {
        see_off(*known->second);  // Its ctest goes on, as this one shows.
    }
    if (tasks_.count(task) != 0 || !client.taken.insert(task).second) {
        return false;
    }
    client.tasks.insert(task);
    tasks_[task] = &client;
    return true;
}

}  // namespace pf
