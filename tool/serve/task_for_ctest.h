// A task as CTest runs it: what CTest decides is taken out of the session's hands.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H
#define PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H

#include <map>
#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"

namespace pf {

// When it runs is CTest's decision: its locks, processors and RUN_SERIAL are held there.
void leave_to_ctest(Plan& plan, TaskId task);

// How its test is to end. By the task's own end where that decided, so that CTest comes to the verdict as if it had run
// the command itself; otherwise by none, which CTest takes for a failure under every property.
TaskOver how_to_end(const TaskEnded& ended, const TaskOptions& options);

// How the test of several tasks is to end: passed when all of them are, or are skipped.
TaskOver how_to_end_batch(const std::map<Outcome, int>& ended);

}  // namespace pf

#endif
