// In which order tasks want to start: failed first, then the longest expected first.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_ORDER_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_ORDER_H

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// What earlier runs say of a task.
struct ExpectedTask {
    std::optional<double> seconds;  // Mean; nullopt: never seen.
    bool failed = false;            // It did not pass when it last ran.
};

struct OrderInput {
    std::function<ExpectedTask(TaskId)> task;   // May be null: nothing is known.
    std::function<double(FixtureId)> fixture;   // Mean seconds of a set-up; may be null.
    std::optional<std::uint64_t> shuffle_seed;  // --schedule-random: the order is random, the same for the same seed.
};

// `selected` reordered. Groups stay together, so that a fixture is not held while another group runs: first the groups
// with a failed task, then by their critical path (set-ups and longest task), longest first, then as declared. Within a
// group: failed first, then by COST or recorded time, longest first, then as declared; what has neither counts as 0, as
// with CTest. A UNIT group keeps the order of declaration.
std::vector<TaskId> order_tasks(const Plan& plan, std::vector<TaskId> selected, const OrderInput& input);

}  // namespace pf

#endif
