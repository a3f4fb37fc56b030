// The property RESOURCE_GROUPS of CTest: which parts of which resources a task uses while it runs.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_RESOURCE_GROUPS_H
#define PARALLEL_FIXTURES_TOOL_PLAN_RESOURCE_GROUPS_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"

namespace pf {

// So many slots of one unit of a resource type.
struct ResourceRequirement {
    std::string type;
    int slots = 0;

    bool operator==(const ResourceRequirement&) const = default;
};

using ResourceGroup = std::vector<ResourceRequirement>;
using ResourceGroups = std::vector<ResourceGroup>;

// A task has at most so many resource groups, and requirements in all of them.
inline constexpr int kMostResourceGroups = 10'000;

// Parses "2,gpus:4;cpus:1" as CTest does: two groups of four slots of a gpu, and one group of a slot of a cpu. The
// error says what is wrong and where.
Result<ResourceGroups> parse_resource_groups(std::string_view property);

}  // namespace pf

#endif
