// Which tasks of a run start after which others, by the property DEPENDS of CTest.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_DEPENDENCIES_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_DEPENDENCIES_H

#include <map>
#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// By task: the tasks that it depends on, each once. Tasks that depend on none are left out.
using Dependencies = std::map<TaskId, std::vector<TaskId>>;

// Returns the dependencies between these tasks. As with CTest, names of other tests are ignored. So are those that the
// tasks of a DISPATCH UNIT have, because a unit keeps its order of declaration.
Dependencies dependencies_between(const Plan& plan, const std::vector<TaskId>& tasks);

// Returns the tasks of a cycle, each of which depends on the next one, and the last one on the first. Returns none if
// there is no cycle.
std::vector<TaskId> find_cycle(const Dependencies& dependencies);

// Returns a sentence that names the tasks of a cycle. Returns "" if there is none.
std::string cycle_problem(const Plan& plan, const std::vector<TaskId>& tasks);

}  // namespace pf

#endif
