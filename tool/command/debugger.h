// Checks the task and the command of --no-fork and --debugger before the run starts.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_DEBUGGER_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_DEBUGGER_H

#include <optional>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/plan/plan.h"
#include "tool/select/select.h"
#include "tool/session/stack_dumps.h"

namespace pf {

// Returns the selected task. It is an error if several are selected or if the task is a generator.
// REQUIRES: at least one task is selected.
Result<TaskId> single_task(const Plan& plan, const Selection& selection);

// Replaces the first word with the path of its program, which is searched for like a shell does. Returns no words for
// no words. `option` is the option that has the words, for the error.
Result<std::vector<std::string>> find_command(const std::string& option, std::vector<std::string> words);

// Returns how to look at tasks that have timed out: as `given` (--stack-traces) says, else as the variable
// PARALLEL_FIXTURES_STACK_TRACES says, else automatically. It is an error if a tool that is named is not installed.
Result<StackOptions> stack_options(std::optional<StackTraces> given);

}  // namespace pf

#endif
