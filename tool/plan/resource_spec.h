// The resource spec file of CTest: the resources that a machine has for the tasks of a run.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_RESOURCE_SPEC_H
#define PARALLEL_FIXTURES_TOOL_PLAN_RESOURCE_SPEC_H

#include <map>
#include <string>
#include <string_view>

#include "runtime/result.h"

namespace pf {

// By resource type: by the id of each unit, its slots.
using ResourceSpec = std::map<std::string, std::map<std::string, int>>;

// Parses the content of a resource spec file, which has the format of ctest --resource-spec-file. The error says where
// in the file what is wrong.
Result<ResourceSpec> parse_resource_spec(std::string_view json);

}  // namespace pf

#endif
