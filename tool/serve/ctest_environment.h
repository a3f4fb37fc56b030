// The environment in which ctest calls its tests, without what ctest added to it for one of them.
//
// A test has the ENVIRONMENT of its task, so that editors and dashboards see it. The session sets the same variables on
// top of what the fixtures hand down, and must not take them for the caller's own.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CALLER_ENVIRONMENT_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CALLER_ENVIRONMENT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// `environment` ("K=V" each, of a test), in which every variable that `assignments` sets has the value that it has in
// `ctest`, the environment of ctest itself, or is missing if it is missing there.
std::vector<std::string> without_assignments(std::vector<std::string> environment, const Texts& assignments,
                                             const std::vector<std::string>& ctest);

// The ENVIRONMENT of all tasks of the plan; each text once.
Texts all_assignments(const Plan& plan);

}  // namespace pf

#endif
