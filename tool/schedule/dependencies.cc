#include "tool/schedule/dependencies.h"

#include <algorithm>
#include <set>

namespace pf {
namespace {

bool may_depend(const Plan& plan, TaskId task) {
    return !plan.tasks[task].options().depends.empty() &&
           plan.groups[plan.tasks[task].group].dispatch == Dispatch::tasks;
}

}  // namespace

Dependencies dependencies_between(const Plan& plan, const std::vector<TaskId>& tasks) {
    Dependencies dependencies;
    std::vector<bool> selected;
    for (const TaskId task : tasks) {
        if (!may_depend(plan, task)) {
            continue;
        }
        if (selected.empty()) {
            selected.resize(plan.tasks.size(), false);
            for (const TaskId one : tasks) {
                selected[one] = true;
            }
        }
        std::set<TaskId> before;
        for (const Text name : plan.tasks[task].options().depends) {
            if (const TaskId found = plan.find(name); found != kNone && selected[found]) {
                before.insert(found);
            }
        }
        if (!before.empty()) {
            dependencies.emplace(task, std::vector<TaskId>(before.begin(), before.end()));
        }
    }
    return dependencies;
}

std::vector<TaskId> find_cycle(const Dependencies& dependencies) {
    struct Step {
        TaskId task;
        std::size_t next;  // The index of the dependency that is followed next.
    };
    std::set<TaskId> finished;
    for (const auto& [first, unused] : dependencies) {
        std::vector<Step> path{{first, 0}};
        std::set<TaskId> on_path{first};
        while (!path.empty()) {
            const TaskId task = path.back().task;
            const auto known = dependencies.find(task);
            if (finished.count(task) != 0 || known == dependencies.end() || path.back().next == known->second.size()) {
                finished.insert(task);
                on_path.erase(task);
                path.pop_back();
                continue;
            }
            const TaskId next = known->second[path.back().next++];
            if (!on_path.insert(next).second) {
                std::vector<TaskId> cycle;
                for (const Step& step : path) {
                    if (step.task == next || !cycle.empty()) {
                        cycle.push_back(step.task);
                    }
                }
                return cycle;
            }
            path.push_back({next, 0});
        }
    }
    return {};
}

std::string cycle_problem(const Plan& plan, const std::vector<TaskId>& tasks) {
    const std::vector<TaskId> cycle = find_cycle(dependencies_between(plan, tasks));
    if (cycle.empty()) {
        return "";
    }
    std::string text = "DEPENDS makes a cycle, so none of its tasks can be the first: ";
    for (const TaskId task : cycle) {
        text += plan.task_id(task) + " depends on ";
    }
    return text + plan.task_id(cycle.front());
}

}  // namespace pf
