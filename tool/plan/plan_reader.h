// Reads the plan of a build (docs/design/plan-format.md).
//
// THREADS: pure but for the files.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_READER_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_READER_H

#include <string>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

// The plan of the configuration `config` of a build directory, which is absolute. With "", the only configuration there
// is. A build of one configuration has whatever `config` it was configured for, or any if it was for none.
//
// Whatever the files hold, the result is a plan in which every reference and number is good, or an error: no plan
// there, several configurations, no such one, and for a file that cannot be read, was cut, is of another version or
// damaged, its name, the line and how to make it again.
Result<Plan> read_plan(const std::string& build_dir, const std::string& config);

}  // namespace pf

#endif
