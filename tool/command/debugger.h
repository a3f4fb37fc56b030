// Checks the task and the command of --no-fork and --debugger before the run starts.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_DEBUGGER_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_DEBUGGER_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/select/select.h"

namespace pf {

// Returns the selected task. It is an error if several are selected or if the task is a generator.
// REQUIRES: at least one task is selected.
Result<TaskId> single_task(const Plan& plan, const Selection& selection);

// Replaces the first word with the path of its program, which is searched for like a shell does. Returns no words for
// no words.
Result<std::vector<std::string>> find_debugger(std::vector<std::string> words);

}  // namespace pf

#endif
