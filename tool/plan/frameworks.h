// What has to be known of test frameworks in several places.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_FRAMEWORKS_H
#define PARALLEL_FIXTURES_TOOL_PLAN_FRAMEWORKS_H

#include <string>
#include <vector>

namespace pf {

// The variables by which an environment tells a framework which tests to run, how often and where to report. They are
// not meant for the single case that we ask for; a task that wants one declares it.
const std::vector<std::string>& framework_variables();

}  // namespace pf

#endif
