#include "tool/session/publisher.h"

#include <algorithm>
#include <set>

namespace pf {
namespace {

// In the order of the enumerators.
constexpr const char* kScopes[] = {"run", "worker", "task"};
constexpr const char* kKinds[] = {"command", "service", "linked"};

std::vector<std::string> strings(const Texts& texts) { return {texts.begin(), texts.end()}; }

std::vector<std::string> operator+(std::vector<std::string> first, const std::vector<std::string>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

// Returns the command to show. For the test of a linked program it is the program.
std::vector<std::string> command_of(const Plan& plan, TaskId id, const TaskRequestPtr& request) {
    const Task& task = plan.tasks[id];
    if (!task.test.empty()) {
        return strings(plan.groups[task.group].program.command);
    }
    if (!request) {
        return strings(plan.launcher(id)) + strings(task.command);
    }
    std::vector<std::string> command =
        strings(plan.launcher(id)) + (request->command.empty() ? strings(task.command) : request->command);
    command.insert(command.end(), request->arguments.begin(), request->arguments.end());
    return command;
}

}  // namespace

void Publisher::declare(const std::vector<TaskId>& tasks, const TaskRequestPtr& request) {
    std::set<FixtureId> fixtures;
    for (const TaskId task : tasks) {
        for (const FixtureId fixture : plan_.chain(plan_.groups[group_of(plan_, task, request)].fixtures)) {
            fixtures.insert(fixture);
        }
    }
    declare_fixtures({fixtures.begin(), fixtures.end()});
    for (const TaskId task : tasks) {
        declare(task, request);
    }
    send(PlanEnded{tasks.size()});
}

void Publisher::declare_fixtures(const std::vector<FixtureId>& innermost) {
    for (const FixtureId id : plan_.chain(innermost)) {
        if (!declared_.insert(id).second) {
            continue;
        }
        const PlannedFixture& fixture = plan_.fixtures[id];
        FixtureDeclared event;
        event.name = fixture.name;
        event.kind = kKinds[static_cast<int>(fixture.kind)];
        event.scope = kScopes[static_cast<int>(fixture.scope)];
        event.parents = names(fixture.parents);
        event.source = fixture.source;
        send(event);
    }
}

std::vector<std::string> Publisher::names(const std::vector<FixtureId>& fixtures) const {
    std::vector<std::string> names;
    names.reserve(fixtures.size());
    for (const FixtureId fixture : fixtures) {
        names.emplace_back(plan_.fixtures[fixture].name);
    }
    return names;
}

void Publisher::declare(TaskId id, const TaskRequestPtr& request) {
    const Task& task = plan_.tasks[id];
    const TaskOptions& options = task.options();
    const Group& group = plan_.groups[group_of(plan_, id, request)];
    TaskDeclared event;
    event.id = plan_.task_id(id);
    event.group = group.name;
    event.name = plan_.name_in_group(id);
    event.command = command_of(plan_, id, request);
    event.labels = strings(plan_.labels(id));
    event.environment = strings(plan_.environment(id));
    event.working_directory = !options.working_directory.empty() ? options.working_directory
                              : !group.working_directory.empty() ? group.working_directory
                                                                 : group.binary_dir;
    event.source = options.source.empty() ? group.source : options.source;
    event.fixtures = names(group.fixtures);
    event.generated_by = options.generated_by == kNone ? "" : plan_.task_id(options.generated_by);
    event.processors = options.processors;
    const double timeout = timeout_of(plan_, id, request);
    event.timeout = timeout >= 0 ? timeout : default_timeout_;
    send(event);
}

}  // namespace pf
