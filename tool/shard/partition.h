// Divides the tasks of a run among shards: parts of one run that are run by different machines.
//
// Every shard divides the tasks for itself, and all must have the same result. So it depends on nothing but the
// plan, the selected tasks and the times that are known of them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SHARD_PARTITION_H
#define PARALLEL_FIXTURES_TOOL_SHARD_PARTITION_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/shard/packing.h"

namespace pf {

// What is known from earlier runs, in seconds. Nothing: it never ran.
struct KnownTimes {
    std::function<std::optional<double>(TaskId)> task;        // For a generator, with the tasks that it makes.
    std::function<std::optional<double>(FixtureId)> fixture;  // The set-up. May be null, as `task` may.
};

// The tasks of each shard, in the order in which they were selected.
using Partition = std::vector<std::vector<TaskId>>;

// Divides `selected` among so many shards, at least one, as pack() does. These rules say what is placed:
//   - The tasks of a DISPATCH UNIT are one item. So are tasks that depend on each other (DEPENDS).
//   - A task counts its time for each of its PROCESSORS, and the set-ups of its TASK fixtures.
//   - Each fixture of scope RUN or WORKER counts its set-up once in a shard.
//   - RESOURCE_LOCK and RUN_SERIAL change nothing, because they hold within one machine.
//   - A task that never ran counts like the mean of its group; of all tasks, if none of the group ran; 1 second, if
//   none
//     ran at all. A fixture that was never set up counts like the mean of all others; ten tasks, if there is none.
Partition divide(const Plan& plan, const std::vector<TaskId>& selected, const KnownTimes& known, std::uint32_t shards);

// Returns a hash of the ids of all tasks and of their shards: results of shards belong together only if they have the
// same one.
std::string digest_of(const Plan& plan, const Partition& partition);

// Returns the work that divide() distributes, and by selected task its item.
struct DividedWork {
    ShardWork work;
    std::vector<std::uint32_t> item_of;
};
DividedWork work_of(const Plan& plan, const std::vector<TaskId>& selected, const KnownTimes& known);

}  // namespace pf

#endif
