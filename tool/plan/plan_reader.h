// Reads the plan of a build (docs/design/plan-format.md).
//
// THREADS: no shared state.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_READER_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_READER_H

#include <string>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

// Reads the plan of a build directory, whose path must be absolute. `config` names the configuration of a
// multi-configuration build, and may be empty if there is only one. For a single-configuration build it must be empty
// or the CMAKE_BUILD_TYPE; without CMAKE_BUILD_TYPE it may be anything.
//
// Whatever the files contain, every reference and every number of the resulting plan is valid. The errors are: there is
// no plan, several configurations, or not the one that is asked for; or a file cannot be read, is incomplete, damaged,
// of another version or of another owner. An error about a file has its name, the line, and how to write it again.
Result<Plan> read_plan(const std::string& build_dir, const std::string& config);

// Return whether the build directory has a plan, and whether it has plans for several configurations.
bool has_plan(const std::string& build_dir);
bool has_several_configurations(const std::string& build_dir);

}  // namespace pf

#endif
