#include "tool/command/shard_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "tool/cli/shard_value.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// Each shard names the tasks of all others, so that results that are missing have names. If that makes more names than
// this in all shards, the first one names those of all others, and the others name those of the first.
constexpr std::uint64_t kMostNames = 1'000'000;

// The times of the history by id of the plan.
class Times {
public:
    Times(const Plan& plan, const History& history) : plan_(plan), history_(history) {
        for (const auto& [id, task] : history.tasks()) {
            if (!task.generator.empty()) {
                generated_[task.generator] += task.time.seconds;
            }
        }
    }

    [[nodiscard]] KnownTimes known() const {
        return {[this](TaskId task) { return task_seconds(plan_.task_id(task)); },
                [this](FixtureId fixture) -> std::optional<double> {
                    const FixtureHistory* known = history_.fixture(plan_.fixtures[fixture].name);
                    return known == nullptr ? std::nullopt : std::optional(known->setup.seconds);
                }};
    }

private:
    // With the tasks that it makes.
    [[nodiscard]] std::optional<double> task_seconds(const std::string& id) const {
        const TaskHistory* known = history_.task(id);
        if (known == nullptr || known->time.count == 0) {
            return std::nullopt;
        }
        const auto generated = generated_.find(id);
        return known->time.seconds + (generated == generated_.end() ? 0 : generated->second);
    }

    const Plan& plan_;
    const History& history_;
    std::map<std::string, double> generated_;
};

// Leaves these of the selected tasks.
void keep(SelectedPlan& selected, std::vector<TaskId> tasks) {
    std::vector<TaskId> generators;
    std::copy_if(tasks.begin(), tasks.end(), std::back_inserter(generators), [&](TaskId task) {
        const std::vector<TaskId>& whole = selected.selection.whole_generators;
        return std::binary_search(whole.begin(), whole.end(), task);
    });
    selected.selection.tasks = std::move(tasks);
    selected.selection.whole_generators = std::move(generators);
}

}  // namespace

// By group in the order of their first task.
std::vector<ShardDeclared> declarations(const Plan& plan, const std::vector<TaskId>& tasks, std::uint32_t shard) {
    std::vector<ShardDeclared> declared;
    std::map<GroupId, std::size_t> places;
    for (const TaskId task : tasks) {
        const auto [place, is_new] = places.emplace(plan.tasks[task].group, declared.size());
        if (is_new) {
            declared.push_back({shard, std::string(plan.groups[plan.tasks[task].group].name), {}});
        }
        declared[place->second].tasks.push_back(plan.task_id(task));
    }
    return declared;
}

void take_shard(SelectedPlan& selected, const std::optional<Shard>& shard, bool names) {
    const Plan& plan = selected.plan;
    Division& division = selected.division;
    division.shard = shard;
    if (!shard) {
        division.digest = digest_of(plan, {selected.selection.tasks});
        return;
    }
    WholeDivision whole = divide_selected(selected, shard->count);
    division.digest = whole.digest;
    const bool all = std::uint64_t{shard->count} * selected.selection.tasks.size() <= kMostNames;
    for (std::uint32_t number = 1; names && number <= shard->count; ++number) {
        if (number != shard->number && (all || number == 1 || shard->number == 1)) {
            std::vector<ShardDeclared> declared = declarations(plan, whole.partition[number - 1], number);
            std::move(declared.begin(), declared.end(), std::back_inserter(division.others));
        }
    }
    keep(selected, std::move(whole.partition[shard->number - 1]));
}

Status keep_listed(SelectedPlan& selected, const std::string& file) {
    const Result<std::string> text = read_file(file);
    if (!text.ok()) {
        return text.error();
    }
    std::unordered_set<std::string_view> wanted;
    for (const std::string_view line : split_lines(*text)) {
        wanted.insert(line);
    }
    std::vector<TaskId> tasks;
    for (const TaskId task : selected.selection.tasks) {
        if (wanted.erase(selected.plan.task_id(task)) != 0) {
            tasks.push_back(task);
        }
    }
    if (!wanted.empty()) {
        return Error{fmt::format("{} names {}, which is not selected", file, *wanted.begin())};
    }
    keep(selected, std::move(tasks));
    return ok_status();
}

void forget_shard_variables() {
    for (const char* name : shard_variables()) {
        unsetenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    }
}

WholeDivision divide_selected(const SelectedPlan& selected, std::uint32_t shards) {
    WholeDivision whole;
    whole.partition = divide_again(selected, selected.selection.tasks, shards);
    whole.digest = digest_of(selected.plan, whole.partition);
    return whole;
}

Partition divide_again(const SelectedPlan& selected, const std::vector<TaskId>& tasks, std::uint32_t shards) {
    const Times times(selected.plan, selected.history);
    return divide(selected.plan, tasks, times.known(), shards);
}

std::vector<TaskId> with_inseparable(const SelectedPlan& selected, const std::set<TaskId>& tasks) {
    const std::vector<TaskId>& all = selected.selection.tasks;
    const DividedWork work = work_of(selected.plan, all, {});
    std::unordered_set<std::uint32_t> items;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (tasks.count(all[i]) != 0) {
            items.insert(work.item_of[i]);
        }
    }
    std::vector<TaskId> result;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (items.count(work.item_of[i]) != 0) {
            result.push_back(all[i]);
        }
    }
    return result;
}

}  // namespace pf
