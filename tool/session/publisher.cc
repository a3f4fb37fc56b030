#include "tool/session/publisher.h"

#include <algorithm>
#include <set>

namespace pf {
namespace {

const char* to_text(FixtureScope scope) {
    switch (scope) {
        case FixtureScope::run:
            return "run";
        case FixtureScope::worker:
            return "worker";
        case FixtureScope::task:
            break;
    }
    return "task";
}

const char* to_text(FixtureKind kind) {
    switch (kind) {
        case FixtureKind::command:
            return "command";
        case FixtureKind::service:
            return "service";
        case FixtureKind::linked:
            break;
    }
    return "linked";
}

std::vector<std::string> strings(const Texts& texts) { return {texts.begin(), texts.end()}; }

}  // namespace

void Publisher::declare(const std::vector<TaskId>& tasks) {
    std::set<FixtureId> fixtures;
    for (const TaskId task : tasks) {
        for (const FixtureId fixture : plan_.chain(plan_.groups[plan_.tasks[task].group].fixture)) {
            fixtures.insert(fixture);
        }
    }
    for (const FixtureId fixture : fixtures) {
        declare_fixtures(fixture);
    }
    for (const TaskId task : tasks) {
        declare(task);
    }
    send(PlanEnded{tasks.size()});
}

void Publisher::declare_fixtures(FixtureId innermost) {
    for (const FixtureId id : plan_.chain(innermost)) {
        if (!declared_.insert(id).second) {
            continue;
        }
        const PlannedFixture& fixture = plan_.fixtures[id];
        FixtureDeclared event;
        event.name = fixture.name;
        event.kind = to_text(fixture.kind);
        event.scope = to_text(fixture.scope);
        event.parent = fixture.parent == kNone ? Text() : plan_.fixtures[fixture.parent].name;
        event.source = fixture.source;
        send(event);
    }
}

void Publisher::declare(TaskId id) {
    const Task& task = plan_.tasks[id];
    const TaskOptions& options = task.options();
    const Group& group = plan_.groups[task.group];
    TaskDeclared event;
    event.id = plan_.task_id(id);
    event.group = group.name;
    event.name = task.name;
    event.command = strings(task.test.empty() ? task.command : group.program.command);
    event.labels = strings(plan_.labels(id));
    event.environment = strings(plan_.environment(id));
    event.working_directory = !options.working_directory.empty() ? options.working_directory
                              : !group.working_directory.empty() ? group.working_directory
                                                                 : group.binary_dir;
    event.source = options.source.empty() ? group.source : options.source;
    event.fixture = group.fixture == kNone ? Text() : plan_.fixtures[group.fixture].name;
    event.generated_by = options.generated_by == kNone ? "" : plan_.task_id(options.generated_by);
    event.processors = options.processors;
    const double timeout = plan_.timeout(id);
    event.timeout = timeout >= 0 ? timeout : default_timeout_;
    send(event);
}

}  // namespace pf
