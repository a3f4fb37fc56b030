// --no-fork and --debugger: one task in the foreground of the caller's terminal, which is the task's meanwhile. Neither
// captured nor limited in time, nor repeated.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_BY_HAND_H
#define PARALLEL_FIXTURES_TOOL_SESSION_BY_HAND_H

#include <map>
#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Makes the plan ready for a run of this task alone with SessionOptions::foreground. A test of a linked program becomes
// a run of that program, which sets its own fixtures up (runtime/run_alone.h): for the session they are no fixtures.
// Those that are commands and services stay. REQUIRES: no generator.
void prepare_foreground(Plan& plan, TaskId task);

// Makes the test of a linked program a run of that program, which sets its own fixtures up; limits and retries stay. A
// task that is a command stays as it is.
void make_a_command(Plan& plan, TaskId task);

// For a session of ctest: a group for each one of a linked program, with its name, whose tasks do not stand on the
// fixtures of the program. Returns them by the group that they belong to.
std::map<GroupId, GroupId> add_groups_of_commands(Plan& plan);

// Another command is run in the place of the task's, and says what the task came to as that would (kAloneVariable).
// REQUIRES: prepare_foreground().
void put_in_its_place(Plan& plan, TaskId task, const std::vector<std::string>& command);

}  // namespace pf

#endif
