// Selects the tasks of a run. The options have the meaning of ctest's (CMake 3.25), but expressions are PCRE2's
// (tool/support/regex.h). A task's name is "<group>.<name>".
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
    std::vector<std::string> names;     // The task's id contains one of them, as with -R and a literal. Empty: all.
    std::optional<Regex> include;       // -R
    std::optional<Regex> exclude;       // -E
    std::vector<Regex> labels;          // -L: each must match one of the task's labels.
    std::vector<Regex> exclude_labels;  // -LE: excludes the task if each matches one of its labels.
    std::optional<IndexRange> range;    // -I: numbers the tasks of `groups` that the options above select.
    bool rerun_failed = false;          // --rerun-failed: the options above are ignored, as by ctest.
    std::vector<std::string> groups;    // --group: exact names. Empty: all. Applies with rerun_failed as well.
};

// What earlier runs in the build tree left behind.
struct SelectHistory {
    std::unordered_set<std::string> failed;                     // Ids of the tasks that failed, for rerun_failed.
    std::unordered_map<std::string, std::string> generated_by;  // For a generated task's id, the id of its generator.
};

struct Selection {
    std::vector<TaskId> tasks;  // In the order in which the groups are declared, and in each of them the tasks.
    // The generators among `tasks` whose own id and labels match. All tasks that they make join the run; of the tasks
    // of the other generators only those that match.
    std::vector<TaskId> whole_generators;
};

// Selects the tasks that match the options, and each generator that made a matching task in an earlier run. Such a task
// counts as having its generator's labels, and -I selects none, because it counts declared tasks. An empty selection is
// not an error. It is an error if the search for a regular expression was given up (regex.h).
Result<Selection> select(const Plan& plan, const SelectOptions& options, const SelectHistory& history);

// Returns whether a task that a generator of the selection has just made joins the run, because it matches or its
// generator is one of `whole_generators`.
Result<bool> wants_generated(const Plan& plan, const SelectOptions& options, const SelectHistory& history,
                             const Selection& selection, TaskId generated);

}  // namespace pf

#endif
