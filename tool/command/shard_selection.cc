#include "tool/command/shard_selection.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "tool/shard/partition.h"

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

// Returns the tasks of a shard, by group in the order of their first task.
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

}  // namespace

void take_shard(SelectedPlan& selected, const std::optional<Shard>& shard) {
    const Plan& plan = selected.plan;
    Division& division = selected.division;
    division.shard = shard;
    if (!shard) {
        division.digest = digest_of(plan, {selected.selection.tasks});
        return;
    }
    const Times times(plan, selected.history);
    Partition partition = divide(plan, selected.selection.tasks, times.known(), shard->count);
    division.digest = digest_of(plan, partition);
    const bool all = std::uint64_t{shard->count} * selected.selection.tasks.size() <= kMostNames;
    for (std::uint32_t number = 1; number <= shard->count; ++number) {
        if (number != shard->number && (all || number == 1 || shard->number == 1)) {
            std::vector<ShardDeclared> declared = declarations(plan, partition[number - 1], number);
            std::move(declared.begin(), declared.end(), std::back_inserter(division.others));
        }
    }
    std::vector<TaskId>& own = partition[shard->number - 1];
    std::vector<TaskId> generators;
    std::copy_if(own.begin(), own.end(), std::back_inserter(generators), [&](TaskId task) {
        const std::vector<TaskId>& whole = selected.selection.whole_generators;
        return std::binary_search(whole.begin(), whole.end(), task);
    });
    selected.selection.tasks = std::move(own);
    selected.selection.whole_generators = std::move(generators);
}

}  // namespace pf
