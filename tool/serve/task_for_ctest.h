// How the CTest test of a task ends.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H
#define PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H

#include <map>
#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"

namespace pf {

// Returns how its test is to end. It ends as the task did where CTest's rules decided (tool/session/verdict.h), for
// CTest applies the same rules to the same output and comes to the same verdict, and where no property of the test can
// make CTest's verdict the better one. Otherwise it ends without a result, which CTest takes for a failure under every
// property. `whole_output` says that CTest gets to see all that the task printed.
TaskOver how_to_end(const TaskEnded& ended, const TaskOptions& options, bool whole_output);

// Whether the output of the task is shown only when its last attempt has ended. CTest would hold its expressions
// against what all attempts print, and the session holds them against that of the last.
bool output_waits(const TaskOptions& options, int retries);

// How the test of several tasks is to end: passed when all of them are, or are skipped.
TaskOver how_to_end_batch(const std::map<Outcome, int>& ended);

}  // namespace pf

#endif
