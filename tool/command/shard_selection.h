// The part of the selected tasks that a shard runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H

#include <optional>
#include <string>
#include <vector>

#include "tool/command/selected_plan.h"
#include "tool/event/event.h"
#include "tool/shard/shard.h"

namespace pf {

// How the selected tasks are divided.
struct Division {
    std::optional<Shard> shard;         // Nothing: the run has all of them.
    std::string digest;                 // As in RunStarted.
    std::vector<ShardDeclared> others;  // The tasks of the other shards.
};

// Leaves of the selected tasks those of the shard. The times of the history say how they are divided.
Division take_shard(SelectedPlan& selected, const std::optional<Shard>& shard);

}  // namespace pf

#endif
