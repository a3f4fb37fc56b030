// The resources that the tasks of `parallel-fixtures run` share, as ctest --resource-spec-file has them.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_RESOURCES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_RESOURCES_H

#include <optional>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/plan/plan.h"
#include "tool/plan/resource_spec.h"

namespace pf {

// Reads the resource spec file of the command line or, without one, that of the project. Returns nullopt if there is
// neither, or if ctest has allocated the resources already. Changes the environment of this process, which all tasks
// and fixtures inherit: CTEST_RESOURCE_GROUP_COUNT is there if and only if there is such a file, as with CTest.
Result<std::optional<ResourceSpec>> read_resources(const RunOptions& options, const Plan& plan);

}  // namespace pf

#endif
