// Which tasks a run takes. The options mean what ctest's mean (CMake 3.25); names are matched as "<group>.<name>".
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SELECT_SELECT_H
#define PARALLEL_FIXTURES_TOOL_SELECT_SELECT_H

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/select/index_range.h"
#include "tool/support/regex.h"

namespace pf {

struct SelectOptions {
    std::optional<Regex> include;       // -R
    std::optional<Regex> exclude;       // -E
    std::vector<Regex> labels;          // -L: each must match one of the task's labels.
    std::vector<Regex> exclude_labels;  // -LE: out when each matches one of the task's labels.
    std::optional<IndexRange> range;    // -I, over what the four above let through, in order of declaration.
    bool rerun_failed = false;          // As with ctest, the five above are then ignored.
    std::vector<std::string> groups;    // --group: exact names; empty: all. Holds also with rerun_failed.
};

// What earlier runs in this build tree left.
struct SelectHistory {
    std::unordered_set<std::string> failed;                     // Ids for rerun_failed.
    std::unordered_map<std::string, std::string> generated_by;  // Id of a generated task -> id of its generator.
};

struct Selection {
    std::vector<TaskId> tasks;             // In order of declaration.
    std::vector<TaskId> whole_generators;  // Of tasks, the generators selected by themselves: all they make joins.
};

// Besides the tasks that match, a generator is taken when an earlier run says that it made a task that would match;
// such a task is taken to have its generator's labels, and -I, which counts declared tasks, takes none. Nothing
// selected is no error. An error when a regular expression was given up.
Result<Selection> select(const Plan& plan, const SelectOptions& options, const SelectHistory& history);

// Whether `generated`, which a generator of the selection just made, joins the run: its generator was selected by
// itself, or it matches.
Result<bool> wants_generated(const Plan& plan, const SelectOptions& options, const SelectHistory& history,
                             const Selection& selection, TaskId generated);

}  // namespace pf

#endif
