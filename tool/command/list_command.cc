#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "tool/cli/exit_code.h"
#include "tool/command/case_tests.h"
#include "tool/command/commands.h"
#include "tool/command/project_scripts.h"
#include "tool/command/selected_plan.h"
#include "tool/command/shard_selection.h"
#include "tool/support/text.h"

namespace pf {
namespace {

std::string joined(const Texts& words) {
    std::string line;
    for (const Text word : words) {
        line += (line.empty() ? "" : " ") + std::string(word);
    }
    return printable(line);
}

std::vector<std::string> utf8(const Texts& texts) {
    std::vector<std::string> strings;
    for (const Text text : texts) {
        strings.push_back(utf8_text(text));
    }
    return strings;
}

nlohmann::json to_json(const Plan& plan, TaskId id) {
    const Task& task = plan.tasks[id];
    const Group& group = plan.groups[task.group];
    nlohmann::json entry;
    entry["id"] = utf8_text(plan.task_id(id));
    entry["group"] = utf8_text(group.name);
    entry["name"] = utf8_text(task.name);
    entry["command"] = utf8(task.command);
    entry["labels"] = utf8(plan.labels(id));
    entry["fixtures"] = nlohmann::json::array();
    for (const FixtureId fixture : plan.chain(group.fixtures)) {
        entry["fixtures"].push_back(utf8_text(plan.fixtures[fixture].name));
    }
    entry["generator"] = task.options().generator;
    entry["processors"] = task.options().processors;
    entry["source"] = utf8_text(task.options().source.empty() ? group.source : task.options().source);
    return entry;
}

// Returns the names of the CTest tests of these tasks. A group that is one test (GRANULARITY GROUP, DISPATCH UNIT) is
// that of its first task, which is in `first`: so exactly one shard has the test, whatever tasks the others have of it.
std::unordered_set<std::string> test_names(const Plan& plan, const std::vector<TaskId>& tasks,
                                           const std::unordered_map<GroupId, TaskId>& first,
                                           const std::vector<ListedTest>& tests) {
    std::unordered_set<std::string> known;
    for (const ListedTest& test : tests) {
        known.insert(test.name);
    }
    std::unordered_set<std::string> names;
    for (const TaskId task : tasks) {
        const GroupId group = plan.tasks[task].group;
        const std::string group_name(plan.groups[group].name);
        const bool is_part = known.count(plan.task_id(task)) == 0 && known.count(group_name) != 0;
        if (!is_part) {
            names.insert(plan.task_id(task));
        } else if (first.at(group) == task) {
            names.insert(group_name);
        }
    }
    return names;
}

// Prints what ctest -I takes from a file: no range, and the numbers of the CTest tests of these tasks. A list without a
// number would select all tests.
int print_ctest_numbers(const Plan& plan, const std::vector<TaskId>& tasks,
                        const std::unordered_map<GroupId, TaskId>& first) {
    const auto tests = list_ctest_tests(plan);
    if (!tests.ok()) {
        return fail(kExitUsage, tests.error().message);
    }
    std::unordered_set<std::string> wanted = test_names(plan, tasks, first, *tests);
    const bool none = wanted.empty();
    std::string numbers = "0,0,0";
    for (std::size_t i = 0; i < tests->size(); ++i) {
        if (wanted.erase((*tests)[i].name) != 0) {
            numbers += "," + std::to_string(i + 1);
        }
    }
    if (!wanted.empty()) {
        return fail(kExitUsage, "list: ctest has no test for " + *wanted.begin() + " or its group");
    }
    fmt::print("{}\n", none ? numbers + "," + std::to_string(tests->size() + 1) : numbers);
    return kExitOk;
}

}  // namespace

void print_tasks(const Plan& plan, const std::vector<TaskId>& tasks, bool with_details) {
    std::size_t number = 0;
    for (const TaskId task : tasks) {
        fmt::print("  Task {:>5}: {}{}\n", "#" + std::to_string(++number), printable(plan.task_id(task)),
                   plan.tasks[task].options().generator ? "  (generator)" : "");
        if (with_details) {
            const Group& group = plan.groups[plan.tasks[task].group];
            const Texts& command = plan.tasks[task].test.empty() ? plan.tasks[task].command : group.program.command;
            fmt::print("               {}\n", joined(command));
            Texts fixtures;
            for (const FixtureId fixture : plan.chain(group.fixtures)) {
                fixtures.push_back(plan.fixtures[fixture].name);
            }
            if (!fixtures.empty()) {
                fmt::print("               on {}\n", joined(fixtures));
            }
        }
    }
    fmt::print("\nTotal Tasks: {}\n", tasks.size());
}

void print_labels(const Plan& plan, const std::vector<TaskId>& tasks) {
    std::set<Text> labels;
    for (const TaskId task : tasks) {
        const Texts own = plan.labels(task);
        labels.insert(own.begin(), own.end());
    }
    fmt::print("{}\n", labels.empty() ? "No Labels Exist" : "All Labels:");
    for (const Text label : labels) {
        fmt::print("  {}\n", printable(label));
    }
}

int list_command(const ListOptions& options) {
    if (!options.refresh.empty()) {
        return refresh_command(options);
    }
    Result<SelectedPlan> selected = load_selected_plan(options.build_dir, options.config, options.select);
    if (!selected.ok()) {
        return fail(kExitUsage, selected.error().message);
    }
    std::unordered_map<GroupId, TaskId> first;
    for (const TaskId task : selected->selection.tasks) {
        first.emplace(selected->plan.tasks[task].group, task);
    }
    take_shard(*selected, options.shard);
    if (options.ctest_numbers) {
        return print_ctest_numbers(selected->plan, selected->selection.tasks, first);
    }
    if (options.print_labels) {
        print_labels(selected->plan, selected->selection.tasks);
        return kExitOk;
    }
    if (!options.json) {
        print_tasks(selected->plan, selected->selection.tasks, options.verbose);
        return kExitOk;
    }
    nlohmann::json list{{"version", 1}, {"tasks", nlohmann::json::array()}};
    for (const TaskId task : selected->selection.tasks) {
        list["tasks"].push_back(to_json(selected->plan, task));
    }
    fmt::print("{}\n", list.dump(1));
    return kExitOk;
}

}  // namespace pf
