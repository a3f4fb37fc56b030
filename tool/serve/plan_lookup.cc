#include "tool/serve/plan_lookup.h"

namespace pf {

PlanLookup::PlanLookup(const Plan& plan) : nested_(plan.fixtures.size()), users_(plan.fixtures.size()) {
    for (FixtureId id = 0; id < plan.fixtures.size(); ++id) {
        fixtures_.emplace(plan.fixtures[id].name, id);
        for (const FixtureId outer : plan.chain(id)) {
            nested_[outer].push_back(id);
        }
    }
    for (GroupId id = 0; id < plan.groups.size(); ++id) {
        groups_[plan.groups[id].name].groups.push_back(id);
        if (!plan.groups[id].shared_name.empty()) {
            groups_[plan.groups[id].shared_name].groups.push_back(id);
        }
        for (const FixtureId fixture : plan.chain(plan.groups[id].fixtures)) {
            users_[fixture].push_back(id);
        }
    }
    for (TaskId id = 0; id < plan.tasks.size(); ++id) {
        groups_[plan.groups[plan.tasks[id].group].name].tasks.push_back(id);
    }
}

FixtureId PlanLookup::fixture(std::string_view name) const {
    const auto found = fixtures_.find(name);
    return found == fixtures_.end() ? kNone : found->second;
}

GroupId PlanLookup::group(std::string_view name) const {
    const std::vector<GroupId>& all = groups(name);
    return all.empty() ? kNone : all.front();
}

const std::vector<GroupId>& PlanLookup::groups(std::string_view name) const {
    const auto found = groups_.find(name);
    return found == groups_.end() ? none_.groups : found->second.groups;
}

const std::vector<TaskId>& PlanLookup::tasks(std::string_view name) const {
    const auto found = groups_.find(name);
    return found == groups_.end() ? none_.tasks : found->second.tasks;
}

}  // namespace pf
