#include "tool/select/select.h"

#include <algorithm>
#include <numeric>

namespace pf {
namespace {

// Returns whether each of the patterns matches a label. This is true if there is no pattern.
Result<bool> each_matches_a_label(const std::vector<Regex>& patterns, const Texts& labels) {
    for (const Regex& pattern : patterns) {
        bool found = false;
        for (const Text label : labels) {
            const auto matches = pattern.matches(label);
            if (!matches) {
                return matches.error();
            }
            found = found || *matches;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

Result<bool> name_matches(const SelectOptions& options, std::string_view id) {
    const auto in_id = [id](const std::string& name) { return id.find(name) != std::string_view::npos; };
    if (!options.names.empty() && std::none_of(options.names.begin(), options.names.end(), in_id)) {
        return false;
    }
    if (options.include) {
        auto included = options.include->matches(id);
        if (!included || !*included) {
            return included;
        }
    }
    if (options.exclude) {
        const auto excluded = options.exclude->matches(id);
        if (!excluded || *excluded) {
            return excluded ? Result<bool>(false) : excluded;
        }
    }
    return true;
}

// Returns whether a task passes all options except -I and --group.
Result<bool> matches(const SelectOptions& options, const SelectHistory& history, std::string_view id,
                     const Texts& labels) {
    if (options.rerun_failed) {
        return history.failed.count(std::string(id)) != 0;
    }
    auto name = name_matches(options, id);
    if (!name || !*name) {
        return name;
    }
    auto wanted = each_matches_a_label(options.labels, labels);
    if (!wanted || !*wanted || options.exclude_labels.empty()) {
        return wanted;
    }
    const auto unwanted = each_matches_a_label(options.exclude_labels, labels);
    return unwanted ? Result<bool>(!*unwanted) : unwanted;
}

// Returns the labels of a task, or none if no option needs them.
Texts labels_for(const SelectOptions& options, const Plan& plan, TaskId task) {
    return options.labels.empty() && options.exclude_labels.empty() ? Texts() : plan.labels(task);
}

bool in_groups(const SelectOptions& options, const Group& group) {
    return options.groups.empty() || std::any_of(options.groups.begin(), options.groups.end(),
                                                 [&](const std::string& name) { return group.is_called(name); });
}

// Returns the ids of generators that made a matching task in an earlier run.
Result<std::unordered_set<std::string>> generators_by_history(const Plan& plan, const SelectOptions& options,
                                                              const SelectHistory& history) {
    std::unordered_set<std::string> generators;
    if (history.generated_by.empty() || (options.range && !options.rerun_failed)) {
        return generators;
    }
    std::unordered_map<std::string, TaskId> declared;
    for (TaskId task = 0; task < plan.tasks.size(); ++task) {
        if (plan.tasks[task].options().generator) {
            declared.emplace(plan.task_id(task), task);
        }
    }
    for (const auto& [id, generator] : history.generated_by) {
        const auto found = declared.find(generator);
        if (found == declared.end() || generators.count(generator) != 0) {
            continue;
        }
        const auto taken = matches(options, history, id, labels_for(options, plan, found->second));
        if (!taken) {
            return taken.error();
        }
        if (*taken) {
            generators.insert(generator);
        }
    }
    return generators;
}

// Returns the tasks in the order of their groups, and in a group in the order of declaration. The cases of programs are
// added to the plan after all tasks that CMake declares.
std::vector<TaskId> in_order_of_groups(const Plan& plan) {
    const auto rank = [&plan](TaskId task) {
        const GroupId group = plan.tasks[task].group;
        return plan.groups[group].pool == kNone ? group : plan.groups[group].pool;
    };
    std::vector<TaskId> tasks(plan.tasks.size());
    std::iota(tasks.begin(), tasks.end(), 0);
    const auto before = [&](TaskId a, TaskId b) { return rank(a) < rank(b); };
    if (!std::is_sorted(tasks.begin(), tasks.end(), before)) {
        std::stable_sort(tasks.begin(), tasks.end(), before);
    }
    return tasks;
}

}  // namespace

Result<Selection> select(const Plan& plan, const SelectOptions& options, const SelectHistory& history) {
    const auto by_history = generators_by_history(plan, options, history);
    if (!by_history) {
        return by_history.error();
    }
    Selection selection;
    std::uint64_t number = 0;
    for (const TaskId task : in_order_of_groups(plan)) {
        if (!in_groups(options, plan.groups[plan.tasks[task].group])) {
            continue;
        }
        const std::string id = plan.task_id(task);
        auto taken = matches(options, history, id, labels_for(options, plan, task));
        if (!taken) {
            return taken.error();
        }
        if (*taken && options.range && !options.rerun_failed) {
            taken = options.range->contains(++number);
        }
        const bool generator = plan.tasks[task].options().generator;
        if (*taken && generator) {
            selection.whole_generators.push_back(task);
        }
        if (*taken || (generator && by_history->count(id) != 0)) {
            selection.tasks.push_back(task);
        }
    }
    std::sort(selection.whole_generators.begin(), selection.whole_generators.end());
    return selection;
}

Result<bool> wants_generated(const Plan& plan, const SelectOptions& options, const SelectHistory& history,
                             const Selection& selection, TaskId generated) {
    const auto& whole = selection.whole_generators;
    if (std::binary_search(whole.begin(), whole.end(), plan.tasks[generated].options().generated_by)) {
        return true;
    }
    return matches(options, history, plan.task_id(generated), labels_for(options, plan, generated));
}

}  // namespace pf
