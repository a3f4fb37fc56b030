// Requests for tasks that are run as commands: in the foreground (--no-fork and --debugger), or with words of ctest's
// in front of them or behind them.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FOREGROUND_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FOREGROUND_H

#include <map>

#include "tool/plan/plan.h"
#include "tool/schedule/task_request.h"

namespace pf {

// Adds to the plan a group for each group of a linked program. It has the same name and shares the workers, and its
// tasks do not require the fixtures of the program: the program is started for each of them and sets its own fixtures
// up (runtime/run_alone.h). Fixtures that are commands and services stay. Returns the added groups by the group that
// they stand for.
std::map<GroupId, GroupId> add_command_groups(Plan& plan);

// Returns the request that runs a task as a command. `groups` is what add_command_groups() returned.
TaskRequest as_command(const Plan& plan, const std::map<GroupId, GroupId>& groups, TaskId task);

// Returns the request for a run of this task alone with SessionOptions::foreground: a command without limits of time
// and without retries. REQUIRES: the task is no generator.
TaskRequest in_foreground(const Plan& plan, const std::map<GroupId, GroupId>& groups, TaskId task);

}  // namespace pf

#endif
