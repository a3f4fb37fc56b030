// Facts about test frameworks that several layers need.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_FRAMEWORKS_H
#define PARALLEL_FIXTURES_TOOL_PLAN_FRAMEWORKS_H

#include <string>
#include <vector>

namespace pf {

// Returns the environment variables that tell a framework which tests to run, how often, and where to report. They are
// removed from the environment of a single case, unless its task declares them.
const std::vector<std::string>& framework_variables();

}  // namespace pf

#endif
