// The part of the selected tasks that a shard runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tool/command/selected_plan.h"
#include "tool/shard/partition.h"
#include "tool/shard/shard.h"

namespace pf {

// Leaves of the selected tasks those of the shard, and sets `selected.division`. The times of the history say how they
// are divided. With `names` the tasks of other shards are named in `selected.division`.
void take_shard(SelectedPlan& selected, const std::optional<Shard>& shard, bool names = true);

// Leaves of the selected tasks those whose ids are the lines of the file. It is an error if one of these is not
// selected.
Status keep_listed(SelectedPlan& selected, const std::string& file);

// Removes from the environment of this process and its children what has told it its shard. A test that has shards of
// its own would take these for it.
void forget_shard_variables();

// The tasks of all shards, and the digest of the division.
struct WholeDivision {
    Partition partition;
    std::string digest;
};
WholeDivision divide_selected(const SelectedPlan& selected, std::uint32_t shards);

// Returns the tasks of a shard by group.
std::vector<ShardDeclared> declarations(const Plan& plan, const std::vector<TaskId>& tasks, std::uint32_t shard);

// Divides some of the selected tasks likewise.
Partition divide_again(const SelectedPlan& selected, const std::vector<TaskId>& tasks, std::uint32_t shards);

// Adds to `tasks` all of the selected tasks that cannot be run without one of them, in the order of the selection: the
// other tasks of a DISPATCH UNIT, and those that depend on each other.
std::vector<TaskId> with_inseparable(const SelectedPlan& selected, const std::set<TaskId>& tasks);

}  // namespace pf

#endif
