#include "tool/schedule/order.h"

#include <algorithm>
#include <map>
#include <random>

namespace pf {
namespace {

struct GroupKey {
    bool failed = false;
    double path = 0;
};

struct TaskKey {
    TaskId task = kNone;
    GroupId group = kNone;
    bool failed = false;
    double expected = 0;
};

TaskKey key_of(const Plan& plan, TaskId task, const OrderInput& input) {
    const ExpectedTask known = input.task ? input.task(task) : ExpectedTask{};
    const double cost = plan.tasks[task].options().cost;
    const double expected = cost >= 0 ? cost : known.seconds.value_or(0);
    return {task, plan.tasks[task].group, known.failed, expected};
}

// Returns the group whose key counts. The groups of a pool with DISPATCH UNIT are one unit to the user: they have one
// key and keep the order of declaration.
std::size_t leader(const Plan& plan, std::size_t group) {
    const GroupId first = plan.groups[group].pool;
    return first != kNone && plan.groups[group].dispatch == Dispatch::unit ? first : group;
}

// Returns the longest time of set-ups that follow each other before a task of the group. Fixtures of scope RUN that do
// not require each other are set up beside each other, and those of a worker one after the other.
double setup_seconds(const Plan& plan, std::size_t group, const OrderInput& input) {
    std::map<FixtureId, double> until;  // By fixture of scope RUN: the set-ups up to its own.
    double longest = 0;
    double own = 0;
    for (const FixtureId fixture : plan.chain(plan.groups[group].fixtures)) {
        const double seconds = input.fixture(fixture);
        if (plan.fixtures[fixture].scope != FixtureScope::run) {
            own += seconds;
            continue;
        }
        double before = 0;
        for (const FixtureId parent : plan.fixtures[fixture].parents) {
            before = std::max(before, until.at(parent));
        }
        until[fixture] = before + seconds;
        longest = std::max(longest, before + seconds);
    }
    return longest + own;
}

std::vector<GroupKey> group_keys(const Plan& plan, const std::vector<TaskKey>& keys, const OrderInput& input) {
    std::vector<GroupKey> groups(plan.groups.size());
    for (const TaskKey& key : keys) {
        groups[key.group].failed = groups[key.group].failed || key.failed;
        groups[key.group].path = std::max(groups[key.group].path, key.expected);
    }
    for (std::size_t group = 0; group < groups.size(); ++group) {
        groups[group].path += input.fixture ? setup_seconds(plan, group, input) : 0;
    }
    for (std::size_t group = 0; group < groups.size(); ++group) {
        GroupKey& key = groups[leader(plan, group)];
        key.failed = key.failed || groups[group].failed;
        key.path = std::max(key.path, groups[group].path);
    }
    return groups;
}

bool task_before(const Plan& plan, const TaskKey& a, const TaskKey& b) {
    if (plan.groups[a.group].dispatch == Dispatch::tasks) {
        if (a.failed != b.failed) {
            return a.failed;
        }
        if (a.expected != b.expected) {
            return a.expected > b.expected;
        }
    }
    return a.task < b.task;
}

std::vector<TaskId> shuffled(const Plan& plan, std::vector<TaskId> selected, std::uint64_t seed) {
    // std::shuffle is not used, because its result differs between standard libraries and a seed must give the same
    // order everywhere.
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> group_draw(plan.groups.size());
    for (std::uint64_t& draw : group_draw) {
        draw = random();
    }
    std::vector<std::pair<std::uint64_t, TaskId>> draws;
    draws.reserve(selected.size());
    for (const TaskId task : selected) {
        draws.emplace_back(random(), task);
    }
    std::sort(draws.begin(), draws.end(), [&](const auto& a, const auto& b) {
        const GroupId group_a = plan.tasks[a.second].group;
        const GroupId group_b = plan.tasks[b.second].group;
        if (group_a != group_b) {
            return group_draw[group_a] < group_draw[group_b];
        }
        return plan.groups[group_a].dispatch == Dispatch::unit ? a.second < b.second : a < b;
    });
    for (std::size_t i = 0; i < draws.size(); ++i) {
        selected[i] = draws[i].second;
    }
    return selected;
}

}  // namespace

std::vector<TaskId> order_tasks(const Plan& plan, std::vector<TaskId> selected, const OrderInput& input) {
    if (input.shuffle_seed) {
        return shuffled(plan, std::move(selected), *input.shuffle_seed);
    }
    std::vector<TaskKey> keys;
    keys.reserve(selected.size());
    for (const TaskId task : selected) {
        keys.push_back(key_of(plan, task, input));
    }
    const std::vector<GroupKey> groups = group_keys(plan, keys, input);
    std::sort(keys.begin(), keys.end(), [&](const TaskKey& a, const TaskKey& b) {
        if (a.group == b.group) {
            return task_before(plan, a, b);
        }
        const GroupKey& group_a = groups[leader(plan, a.group)];
        const GroupKey& group_b = groups[leader(plan, b.group)];
        if (group_a.failed != group_b.failed) {
            return group_a.failed;
        }
        return group_a.path != group_b.path ? group_a.path > group_b.path : a.group < b.group;
    });
    for (std::size_t i = 0; i < keys.size(); ++i) {
        selected[i] = keys[i].task;
    }
    return selected;
}

}  // namespace pf
