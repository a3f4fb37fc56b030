// What --no-fork and --debugger need before a run begins.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_BY_HAND_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_BY_HAND_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/select/select.h"

namespace pf {

// The task that is selected. An error when there are several, or it is a generator. REQUIRES: there is one at least.
Result<TaskId> only_task(const Plan& plan, const Selection& selection);

// The words with the file of the first in its place, which is looked for as a shell does. None: none.
Result<std::vector<std::string>> find_debugger(std::vector<std::string> words);

}  // namespace pf

#endif
