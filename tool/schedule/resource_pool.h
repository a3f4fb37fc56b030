// The resources of the machine that tasks with RESOURCE_GROUPS share, and the choice of who gets which part of them.
// The choice is that of ctest --resource-spec-file.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_RESOURCE_POOL_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_RESOURCE_POOL_H

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tool/plan/resource_groups.h"
#include "tool/plan/resource_spec.h"

namespace pf {

// A part of one unit of a resource.
struct AllocatedSlots {
    std::string id;
    int slots = 0;

    bool operator==(const AllocatedSlots&) const = default;
};

// What a task has while it runs: for each resource group, by type.
using Allocation = std::vector<std::map<std::string, std::vector<AllocatedSlots>>>;
using AllocationPtr = std::shared_ptr<const Allocation>;

// Returns the environment variables CTEST_RESOURCE_GROUP_*, "K=V" each, by which a task learns what it has.
std::vector<std::string> resource_variables(const Allocation& allocation);

class ResourcePool {
public:
    explicit ResourcePool(const ResourceSpec& spec);

    // Returns the number of this value of RESOURCE_GROUPS, from 1, or 0 if it is empty or cannot be parsed. Equal
    // values have equal numbers.
    int demand_of(std::string_view property);
    // Returns why the machine can never meet the demand; "": it can.
    [[nodiscard]] const std::string& never(int demand) const { return demand_at(demand).never; }
    // Returns whether enough is free. A demand for which too little is free is not looked at again before some of its
    // types are given back.
    [[nodiscard]] bool fits(int demand) const;
    // Allocates what the demand needs. REQUIRES: it fits.
    AllocationPtr take(int demand);
    // Returns the demands for which too little was free, and for which it may be enough now.
    std::vector<int> give_back(const Allocation& allocation);

private:
    struct Unit {
        int total = 0;
        int free = 0;
    };
    using Units = std::map<std::string, Unit>;
    struct Demand {
        ResourceGroups groups;
        std::string never;
    };
    enum class Count { free, total };

    [[nodiscard]] const Demand& demand_at(int demand) const { return demands_[static_cast<std::size_t>(demand) - 1]; }
    [[nodiscard]] std::string shortage(const ResourceGroups& groups, Count count, Allocation& allocation) const;
    [[nodiscard]] std::string describe(const std::string& type, const ResourceGroups& groups) const;

    std::map<std::string, Units> types_;
    std::map<std::string, int, std::less<>> numbers_;
    std::vector<Demand> demands_;
    mutable std::map<std::string, std::set<int>> waiting_;  // By type: the demands for which too little is free.
    mutable std::set<int> short_;                           // All of these.
};

}  // namespace pf

#endif
