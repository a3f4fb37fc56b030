// A task as CTest runs it: what CTest decides is taken out of the session's hands.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H
#define PARALLEL_FIXTURES_TOOL_SERVE_TASK_FOR_CTEST_H

#include <string>
#include <vector>

#include "tool/channel/session_message.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"

namespace pf {

// When it runs is CTest's decision: its locks, processors and RUN_SERIAL are held there. `arguments` are added to its
// command.
void make_ready_for_ctest(Plan& plan, TaskId task, const std::vector<std::string>& arguments);

// How its test is to end. By the task's own end where that decided, so that CTest comes to the verdict as if it had run
// the command itself; otherwise by none, which CTest takes for a failure under every property.
TaskOver how_to_end(const TaskEnded& ended, const TaskOptions& options);

}  // namespace pf

#endif
