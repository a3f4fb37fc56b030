// Tasks that start after others, because they depend on them. docs/design/scheduling.md has the rules.
#include "tool/schedule/scheduler.h"

namespace pf {

void Scheduler::note_dependencies(const std::vector<TaskId>& tasks) {
    for (const auto& [task, before] : dependencies_between(plan_, tasks)) {
        unended_.emplace(task, before.size());
        for (const TaskId one : before) {
            dependents_[one].push_back(task);
        }
    }
}

void Scheduler::wait_or_queue(TaskId task, GroupId id) {
    if (unended_.count(task) != 0) {
        groups_[id].after_others.insert(task);
        return;
    }
    groups_[id].ready.push_back(task, need_of(task));
    note_ready(id);
}

// Called when a task has no further attempt. Once the run is stopped or the group of a dependent has failed, the
// dependent is concluded as all others of its group are, and does not wait any more.
void Scheduler::let_dependents_go(TaskId ended) {
    const auto found = dependents_.find(ended);
    if (found == dependents_.end()) {
        return;
    }
    const std::vector<TaskId> dependents = std::move(found->second);
    dependents_.erase(found);
    for (const TaskId task : dependents) {
        ++looked_at_;
        const auto count = unended_.find(task);
        if (--count->second > 0) {
            continue;
        }
        unended_.erase(count);
        const GroupId id = group_of(plan_, task, request_of(task));
        if (starting_allowed() && groups_[id].after_others.erase(task) != 0) {
            wait_or_queue(task, id);
        }
    }
}

}  // namespace pf
