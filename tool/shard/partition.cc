#include "tool/shard/partition.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "runtime/fnv1a.h"
#include "tool/schedule/dependencies.h"

namespace pf {
namespace {

constexpr double kMicro = 1e6;
constexpr double kLongest = 1e9;       // Seconds. Sums of a million such times fit into Micros.
constexpr Micros kShortest = 1000;     // No task is free: each is at least a process.
constexpr double kTasksPerSetup = 10;  // What a set-up is assumed to take if nothing is known of any.

Micros micros(double seconds) { return static_cast<Micros>(std::llround(std::clamp(seconds, 0.0, kLongest) * kMicro)); }

class Average {
public:
    void add(double value) {
        sum_ += value;
        ++count_;
    }
    [[nodiscard]] std::optional<double> get() const {
        return count_ == 0 ? std::nullopt : std::optional(sum_ / static_cast<double>(count_));
    }

private:
    double sum_ = 0;
    std::uint64_t count_ = 0;
};

// The times of tasks and set-ups, with an estimate for those that are not known.
class Estimate {
public:
    Estimate(const Plan& plan, const std::vector<TaskId>& selected, const KnownTimes& known)
        : plan_(plan), known_(known), of_group_(plan.groups.size()) {
        for (const TaskId task : selected) {
            if (const std::optional<double> seconds = known.task ? known.task(task) : std::nullopt) {
                of_group_[plan.tasks[task].group].add(*seconds);
                of_all_.add(*seconds);
            }
        }
        Average setups;
        for (FixtureId fixture = 0; fixture < plan.fixtures.size(); ++fixture) {
            if (const std::optional<double> seconds = known_setup(fixture)) {
                setups.add(*seconds);
            }
        }
        unknown_setup_ = setups.get().value_or(kTasksPerSetup * of_all_.get().value_or(1));
    }

    [[nodiscard]] Micros setup(FixtureId fixture) const {
        return micros(known_setup(fixture).value_or(unknown_setup_));
    }

    // With the set-ups of its TASK fixtures.
    [[nodiscard]] Micros task(TaskId task) const {
        const GroupId group = plan_.tasks[task].group;
        const std::optional<double> known = known_.task ? known_.task(task) : std::nullopt;
        const double seconds = known.value_or(of_group_[group].get().value_or(of_all_.get().value_or(1)));
        Micros time = std::max(micros(seconds), kShortest);
        for (const FixtureId fixture : plan_.chain(plan_.groups[group].fixtures)) {
            time += plan_.fixtures[fixture].scope == FixtureScope::task ? setup(fixture) : 0;
        }
        return time * plan_.tasks[task].options().processors;
    }

private:
    [[nodiscard]] std::optional<double> known_setup(FixtureId fixture) const {
        return known_.fixture ? known_.fixture(fixture) : std::nullopt;
    }

    const Plan& plan_;
    const KnownTimes& known_;
    std::vector<Average> of_group_;
    Average of_all_;
    double unknown_setup_ = 0;
};

// Sets of positions in the list of selected tasks that stay together.
class Together {
public:
    explicit Together(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }

    void join(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t first = std::min(find(a), find(b));
        parent_[find(a)] = parent_[find(b)] = first;
    }

    // Returns the lowest position of the set.
    std::uint32_t find(std::uint32_t position) {
        while (parent_[position] != position) {
            position = parent_[position] = parent_[parent_[position]];
        }
        return position;
    }

private:
    std::vector<std::uint32_t> parent_;
};

Together together(const Plan& plan, const std::vector<TaskId>& selected) {
    Together sets(selected.size());
    std::unordered_map<GroupId, std::uint32_t> units;
    std::unordered_map<TaskId, std::uint32_t> positions;
    const Dependencies dependencies = dependencies_between(plan, selected);
    for (std::uint32_t position = 0; position < selected.size(); ++position) {
        const Group& group = plan.groups[plan.tasks[selected[position]].group];
        if (!dependencies.empty()) {
            positions.emplace(selected[position], position);
        }
        if (group.dispatch == Dispatch::unit) {
            const GroupId unit = group.pool != kNone ? group.pool : plan.tasks[selected[position]].group;
            sets.join(units.emplace(unit, position).first->second, position);
        }
    }
    for (const auto& [task, before] : dependencies) {
        for (const TaskId other : before) {
            sets.join(positions.at(task), positions.at(other));
        }
    }
    return sets;
}

// Adds the fixtures of a group that are set up once in a shard.
void add_fixtures(const Plan& plan, GroupId group, std::vector<std::uint32_t>& fixtures) {
    for (const FixtureId fixture : plan.chain(plan.groups[group].fixtures)) {
        const auto place = std::lower_bound(fixtures.begin(), fixtures.end(), fixture);
        if (plan.fixtures[fixture].scope != FixtureScope::task && (place == fixtures.end() || *place != fixture)) {
            fixtures.insert(place, fixture);
        }
    }
}

}  // namespace

DividedWork work_of(const Plan& plan, const std::vector<TaskId>& selected, const KnownTimes& known) {
    constexpr std::uint32_t kNew = UINT32_MAX;
    const Estimate estimate(plan, selected, known);
    DividedWork divided;
    for (FixtureId fixture = 0; fixture < plan.fixtures.size(); ++fixture) {
        divided.work.setups.push_back(estimate.setup(fixture));
    }
    Together sets = together(plan, selected);
    std::vector<std::uint32_t> item_of_set(selected.size(), kNew);
    for (std::uint32_t position = 0; position < selected.size(); ++position) {
        std::uint32_t& item = item_of_set[sets.find(position)];
        if (item == kNew) {
            item = static_cast<std::uint32_t>(divided.work.items.size());
            divided.work.items.emplace_back();
        }
        WorkItem& one = divided.work.items[item];
        one.time += estimate.task(selected[position]);
        add_fixtures(plan, plan.tasks[selected[position]].group, one.fixtures);
        divided.item_of.push_back(item);
    }
    return divided;
}

Partition divide(const Plan& plan, const std::vector<TaskId>& selected, const KnownTimes& known, std::uint32_t shards) {
    const DividedWork divided = work_of(plan, selected, known);
    const Shares shares = pack(divided.work, shards);
    Partition partition(shards);
    for (std::size_t position = 0; position < selected.size(); ++position) {
        partition[shares[divided.item_of[position]]].push_back(selected[position]);
    }
    return partition;
}

std::string digest_of(const Plan& plan, const Partition& partition) {
    constexpr unsigned kEndOfTask = 256;  // No byte has such a value.
    constexpr unsigned kEndOfShard = 257;
    Fnv1a digest;
    for (const std::vector<TaskId>& shard : partition) {
        for (const TaskId task : shard) {
            digest.add(plan.task_id(task));
            digest.add(kEndOfTask);
        }
        digest.add(kEndOfShard);
    }
    return fmt::format("{:016x}", digest.value());
}

}  // namespace pf
