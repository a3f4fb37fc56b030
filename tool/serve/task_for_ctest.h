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

// Returns how the test of a task must end. The test ends as the task did if CTest's rules decided the outcome
// (tool/session/verdict.h), because CTest applies the same rules to the same output, and if no property of the test can
// turn the failure into a pass. Otherwise the test ends without a result, which CTest counts as a failure under every
// property. The test of a task that timed out waits until CTest ends it. `whole_output` is true if CTest gets the
// complete output of the task.
TaskOver test_ending(const TaskEnded& ended, const TaskOptions& options, bool whole_output);

// Returns whether CTest searches the output of the task for an expression.
bool searches_output(const TaskOptions& options);

// Returns true if the output of the task must be sent to its test only after the last attempt. CTest searches all
// output of the test with its expressions, but the session searches only that of the last attempt.
bool delays_output(const TaskOptions& options, int retries);

// Returns how the test of several tasks must end: it passes if each of them passed or was skipped.
TaskOver batch_test_ending(const std::map<Outcome, int>& ended);

}  // namespace pf

#endif
