// What guests ask for.
#include <fmt/format.h>

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

void Server::take(Guest& guest, const SessionRequest& request) {
    if (request.protocol != kSessionProtocol || request.version != options_.version) {
        guest.say_last(Refused{fmt::format("the session is of version {}, the test of {}; run cmake again",
                                           options_.version, printable(request.version))});
        return;
    }
    switch (request.what) {
        case Asked::set_up:
        case Asked::tear_down:
            take_fixture(guest, request);
            break;
        case Asked::end_group:
            take_group(guest, request);
            break;
        case Asked::run_task:
            take_task(guest, request);
            break;
    }
}

void Server::take_fixture(Guest& guest, const SessionRequest& request) {
    const FixtureId fixture = find_named(plan_.fixtures, request.name);
    if (fixture == kNone || plan_.fixtures[fixture].scope != Scope::run) {
        guest.say_last(unknown("fixture of scope RUN called", request.name));
        return;
    }
    guest.asked = request.what;
    guest.fixture = fixture;
    if (request.what == Asked::set_up) {
        session_->hold(fixture);
    } else {
        session_->release(fixture);
    }
}

void Server::take_group(Guest& guest, const SessionRequest& request) {
    const GroupId group = find_named(plan_.groups, request.name);
    if (group == kNone) {
        guest.say_last(unknown("group called", request.name));
        return;
    }
    guest.asked = request.what;
    guest.group = group;
    session_->release_group(group);
}

void Server::take_task(Guest& guest, const SessionRequest& request) {
    const TaskId task = plan_.find(request.name);
    if (task == kNone) {
        guest.say_last(unknown("task", request.name));
        return;
    }
    if (const std::string why = why_not(task); !why.empty()) {
        guest.say_last(Refused{printable(request.name) + why});
        return;
    }
    guest.asked = request.what;
    guest.task = task;
    tasks_[task] = &guest;
    const auto command = commands_.try_emplace(task, plan_.tasks[task].command).first;
    plan_.tasks[task].command = command->second;
    make_ready_for_ctest(plan_, task, request.arguments);
    session_->add(task, request.environment);
}

std::string Server::why_not(TaskId task) const {
    const TaskOptions& options = plan_.tasks[task].options();
    if (tasks_.count(task) != 0) {
        return " is under way already, for another test of this ctest";
    }
    if (options.generator || !plan_.groups[plan_.tasks[task].group].program.command.empty()) {
        return " is no task that a single test can be: it is a generator, or a case of a TARGET";
    }
    return "";
}

}  // namespace pf
