// The order in which tasks want to start: failed ones first, then those that are expected to take longest.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_ORDER_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_ORDER_H

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// What is known of a task from earlier runs.
struct ExpectedTask {
    std::optional<double> seconds;  // The mean; nullopt: it never ran.
    bool failed = false;            // It did not pass in its last run.
};

struct OrderInput {
    std::function<ExpectedTask(TaskId)> task;   // Null: nothing is known.
    std::function<double(FixtureId)> fixture;   // The mean seconds of a set-up. May be null.
    std::optional<std::uint64_t> shuffle_seed;  // --schedule-random: the order is random, and the same for one seed.
};

// Returns `selected` in the order in which the tasks want to start. The tasks of a group stay together, so that a
// fixture is not up while another group runs. Groups with a failed task come first, then those with the longest
// critical path (the set-ups and the longest task), then in the order of declaration. Within a group failed tasks come
// first, then those with the greatest COST or recorded time, then in the order of declaration. A task with neither
// counts as 0, as with CTest. A UNIT group keeps the order of declaration.
std::vector<TaskId> order_tasks(const Plan& plan, std::vector<TaskId> selected, const OrderInput& input);

}  // namespace pf

#endif
