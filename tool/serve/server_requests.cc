// The requests of clients.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tool/serve/ctest_environment.h"
#include "tool/serve/server.h"
#include "tool/session/foreground.h"
#include "tool/support/text.h"

namespace pf {
namespace {

Refused unknown(const char* what, const std::string& name) {
    return {fmt::format("there is no {} \"{}\" in the plan of this build; run cmake again", what, printable(name))};
}

}  // namespace

void Server::handle_request(Client& client, const SessionRequest& request) {
    if (request.protocol != kSessionProtocol) {
        client.send_last(
            Refused{fmt::format("the test is of another version of ParallelFixtures than the session "
                                "(protocol {}, the session has {}): build it again",
                                request.protocol, kSessionProtocol)});
        return;
    }
    switch (request.what) {
        case Asked::set_up:
        case Asked::tear_down:
        case Asked::use:
            handle_fixture(client, request);
            break;
        case Asked::end_group:
            handle_group_end(client, request);
            break;
        case Asked::run_task:
        case Asked::run_group:
            handle_tasks(client, request);
            break;
        case Asked::acquire:
        case Asked::end_lingering:
            client.send_last(Refused{"the session of a ctest gives no leases; ask the fixture daemon"});
            break;
    }
}

// Returns true if the request needs a fixture to be set up. Unknown names need none: they are refused at once.
bool Server::needs_fixture(const SessionRequest& request) const {
    if (request.what == Asked::run_task) {
        const TaskId task = plan_.find(request.name);
        return task != kNone && !plan_.groups[plan_.tasks[task].group].fixtures.empty();
    }
    if (request.what == Asked::run_group) {
        const GroupId group = lookup_.group(request.name);
        return group != kNone && !plan_.groups[group].fixtures.empty();
    }
    return request.what == Asked::set_up;
}

void Server::handle_fixture(Client& client, const SessionRequest& request) {
    const FixtureId fixture = lookup_.fixture(request.name);
    const GroupId group = lookup_.group(request.name);
    if (fixture == kNone && group != kNone && request.what != Asked::use &&
        !plan_.groups[group].program.command.empty()) {
        handle_plain_program(client, request);
        return;
    }
    if (fixture == kNone || plan_.fixtures[fixture].scope != FixtureScope::run) {
        client.send_last(unknown("fixture of scope RUN called", request.name));
        return;
    }
    if (!request.wrapper.empty() && plan_.fixtures[fixture].kind == FixtureKind::linked) {
        handle_plain_program(client, request);
        return;
    }
    client.asked = request.what;
    client.fixture = fixture;
    if (request.what != Asked::tear_down) {
        if (request.what == Asked::set_up) {
            note_environment(request.name + ".setup", request.environment);
        }
        // hold() is about this fixture only; retain() also keeps those that it is nested in, which may have no test in
        // this ctest.
        session_->retain(fixture);
        session_->hold(fixture);
    } else {
        release_with_nested(fixture);
    }
}

// Releases the nested fixtures too: their teardown tests may have been killed or excluded (ctest -FC), and the teardown
// would wait for them forever.
void Server::release_with_nested(FixtureId fixture) {
    for (const FixtureId nested : lookup_.nested(fixture)) {
        session_->release(nested);
    }
}

// Handles the fixture test of a program that sets nothing up once: it is not linked with ParallelFixtures, or a memory
// checker runs each of its tests as a process of its own.
void Server::handle_plain_program(Client& client, const SessionRequest& request) {
    if (request.what == Asked::set_up) {
        FixtureAnswer answer;
        answer.text = "the program of this group has no fixture that is set up once\n";
        client.send_last(answer);
    } else {
        SessionRequest end = request;
        end.what = Asked::end_group;
        handle_group_end(client, end);
    }
}

void Server::handle_group_end(Client& client, const SessionRequest& request) {
    if (lookup_.group(request.name) == kNone) {
        client.send_last(unknown("group called", request.name));
        return;
    }
    client.asked = request.what;
    client.group = request.name;
    for (const GroupId id : lookup_.groups(request.name)) {
        session_->release_group(id);
    }
}

// A memory checker that has become the test by exec cannot be put in front of the task. It would check only the client.
void Server::handle_tasks(Client& client, const SessionRequest& request) {
    if (request.wrapper.empty() && options_.checks_memory && options_.checks_memory()) {
        client.send_last(
            Refused{"the memory checker of ctest cannot be put in front of the task, because it is not a process above "
                    "the test: the task would not be checked; use valgrind or a sanitizer"});
    } else if (request.what == Asked::run_task) {
        handle_task(client, request);
    } else {
        handle_batch(client, request);
    }
}

void Server::handle_task(Client& client, const SessionRequest& asked) {
    const TaskId task = plan_.find(asked.name);
    if (task == kNone) {
        client.send_last(unknown("task", asked.name));
        return;
    }
    SessionRequest request = asked;
    request.environment = without_assignments(request.environment, plan_.environment(task), options_.ctest_environment);
    client.batch = plan_.tasks[task].options().generator;
    if (!request.wrapper.empty() && client.batch) {
        client.send_last(
            Refused{"a memory checker in front of a GENERATOR does not check the tasks that it makes; exclude this "
                    "test"});
        return;
    }
    if (!claim_task(client, task)) {
        client.send_last(Refused{printable(request.name) +
                                 " is already running for another test of this ctest; give each task a single test"});
        return;
    }
    client.asked = request.what;
    if (!use_run_ahead(client, task, request)) {
        begin(task, request);
    }
    note_environment(request.name, request.environment);
    const Text group = plan_.groups[plan_.tasks[task].group].name;
    requested_groups_.insert(group);
    run_ahead();
}

void Server::begin(TaskId task, const SessionRequest& request) {
    if (served_[task].state == ServedTask::State::cancelled) {
        served_[task].next = request;
        return;
    }
    // A test of a linked program is forked, unless ctest puts words before or after its command.
    const bool command = !request.wrapper.empty() || !request.arguments.empty();
    TaskRequest wanted = command ? as_command(plan_, options_.command_groups, task) : TaskRequest();
    wanted.reserved = Reserved::none;  // ctest holds the locks and processors of the test.
    wanted.environment = request.environment;
    wanted.arguments = request.arguments;
    wanted.wrapper = request.wrapper;
    if (notes_.outcomes().count(task) != 0) {
        session_->retry_setups(plan_.tasks[task].group);  // ctest --repeat: no set-up test is repeated before it.
    }
    session_->add(task, std::move(wanted));
}

// Starts the request that waits for the end of the task, or forgets the task if nobody waits for it.
void Server::start_next(TaskId task) {
    ServedTask& served = served_[task];
    served.state = ServedTask::State::requested;
    if (served.next) {
        const SessionRequest request = *std::exchange(served.next, std::nullopt);
        begin(task, request);
    } else if (served.client == nullptr) {
        served_.erase(task);
    }
}

// Runs all tasks of a group for one test, which has their locks and processors.
void Server::handle_batch(Client& client, const SessionRequest& request) {
    if (!request.wrapper.empty()) {
        client.send_last(
            Refused{"a memory checker cannot check several tasks in one test; give the group GRANULARITY TASK and "
                    "DISPATCH TASKS"});
        return;
    }
    client.batch = true;
    client.asked = request.what;
    std::vector<TaskId> tasks;
    for (const TaskId task : lookup_.tasks(request.name)) {
        if (plan_.tasks[task].options().generated_by == kNone && claim_task(client, task)) {
            tasks.push_back(task);
        }
    }
    if (tasks.empty()) {
        client.send_last(unknown("group with tasks that are not yet running called", request.name));
        return;
    }
    client.unit = plan_.groups[plan_.tasks[tasks.front()].group].name;
    SessionRequest one = request;
    for (const TaskId task : tasks) {
        one.environment = without_assignments(request.environment, plan_.environment(task), options_.ctest_environment);
        begin(task, one);
    }
}

// Makes the task one of the client's. Returns false if it is already running, or was in the same batch.
bool Server::claim_task(Client& client, TaskId task) {
    const std::string id = plan_.task_id(task);
    for (const auto& other : connections_.clients) {
        if (other->to_confirm && other->to_confirm->id == id) {
            other->read_pending();  // Corrects the last result before the next one.
            static_cast<void>(check_confirmation(*other, session_->now()));
        }
    }
    Client* const known = client_of(task);
    if (known != nullptr && known->state() == Client::State::closed) {
        cancel_tasks_of(*known);  // ctest is still running, because it started this client.
    }
    if (client_of(task) != nullptr || !client.taken.insert(task).second) {
        return false;
    }
    client.tasks.insert(task);
    served_[task].client = &client;
    return true;
}

}  // namespace pf
