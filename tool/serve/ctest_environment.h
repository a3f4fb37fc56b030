// Recovers the environment of ctest itself from the environment of one of its tests.
//
// A test has the ENVIRONMENT of its task, so that editors and dashboards see it. The session sets the same variables
// again after those of the fixtures, so it must not take them for variables of the user.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CTEST_ENVIRONMENT_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CTEST_ENVIRONMENT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Returns the `environment` of a test ("K=V" each) in which every variable that `assignments` sets has the value that
// it has in `ctest`, the environment of ctest itself, or is missing if it is missing there.
std::vector<std::string> without_assignments(std::vector<std::string> environment, const Texts& assignments,
                                             const std::vector<std::string>& ctest);

// Returns the ENVIRONMENT entries of all tasks of the plan, each entry once.
Texts all_assignments(const Plan& plan);

}  // namespace pf

#endif
