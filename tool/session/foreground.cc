#include "tool/session/foreground.h"

#include <utility>

namespace pf {

std::map<GroupId, GroupId> add_command_groups(Plan& plan) {
    std::map<GroupId, GroupId> added;
    const std::size_t declared = plan.groups.size();
    for (GroupId id = 0; id < declared; ++id) {
        if (!plan.groups[id].program.linked) {
            continue;
        }
        Group group = plan.groups[id];
        group.dispatch = Dispatch::tasks;
        group.program.reuse = 1;
        while (!group.fixtures.empty() && plan.fixtures[group.fixtures.front()].kind == FixtureKind::linked) {
            group.fixtures = std::vector(plan.fixtures[group.fixtures.front()].parents);
        }
        group.pool = group.pool == kNone ? id : group.pool;
        plan.groups[id].pool = group.pool;
        added[id] = static_cast<GroupId>(plan.groups.size());
        plan.groups.push_back(std::move(group));
    }
    return added;
}

TaskRequest as_command(const Plan& plan, const std::map<GroupId, GroupId>& groups, TaskId id) {
    const Task& task = plan.tasks[id];
    const auto group = task.test.empty() ? groups.end() : groups.find(task.group);
    TaskRequest request;
    request.group = group == groups.end() ? kNone : group->second;
    return request;
}

TaskRequest in_foreground(const Plan& plan, const std::map<GroupId, GroupId>& groups, TaskId task) {
    TaskRequest request = as_command(plan, groups, task);
    request.timeout = 0;
    request.retries = 0;
    return request;
}

}  // namespace pf
