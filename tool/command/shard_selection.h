// The part of the selected tasks that a shard runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SHARD_SELECTION_H

#include <optional>

#include "tool/command/selected_plan.h"
#include "tool/shard/shard.h"

namespace pf {

// Leaves of the selected tasks those of the shard, and sets `selected.division`. The times of the history say how they
// are divided.
void take_shard(SelectedPlan& selected, const std::optional<Shard>& shard);

}  // namespace pf

#endif
