// The plan of a build tree and the tasks that the user selected.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SELECTED_PLAN_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SELECTED_PLAN_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/event/event.h"
#include "tool/journal/history.h"
#include "tool/plan/plan.h"
#include "tool/plan/resource_spec.h"
#include "tool/select/select.h"
#include "tool/shard/shard.h"

namespace pf {

// How the selected tasks are divided (shard_selection.h).
struct Division {
    std::optional<Shard> shard;         // Nothing: the run has all of them.
    std::string digest;                 // As in RunStarted.
    std::vector<ShardDeclared> others;  // The tasks of the other shards.
};

struct SelectedPlan {
    Plan plan;
    History history;
    SelectHistory earlier;
    Selection selection;
    std::string warning;                         // What could not be determined, for people; "": nothing.
    std::optional<ResourceSpec> resources = {};  // What the tasks of a run share (run_resources.h). Nullopt: nothing.
    Division division = {};
};

// Reads the plan, lists the cases of test programs and selects tasks. The error also names the first regular expression
// of the selected tasks and their fixtures that does not compile. `history` is the file with the times of earlier runs;
// "": that of the build tree.
Result<SelectedPlan> load_selected_plan(const std::string& build_dir, const std::string& config,
                                        const SelectOptions& options, const std::string& history = "");

// Says why no task of the plan is selected.
std::string nothing_selected_text(const Plan& plan);

// Returns the selected tasks in the order in which they start, by what earlier runs have told, or shuffled.
std::vector<TaskId> order_of(const SelectedPlan& selected, std::optional<std::uint64_t> shuffle_seed);

}  // namespace pf

#endif
