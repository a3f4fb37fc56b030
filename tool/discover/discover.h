// Adds the cases of test programs to the plan as tasks. docs/cmake.md, "Test programs", describes it for users.
//
// THREADS: forks, so the process must have one thread.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_DISCOVER_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_DISCOVER_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

struct DiscoverOptions {
    std::string version;              // The version of the helper. Listings of another version are not used.
    std::vector<std::string> groups;  // Discovers only these groups. Empty: all.
    std::string program_file;         // Discovers only the groups with this program. Empty: all.
    double at_most = 0;               // Further limit for the time of each program in seconds. 0: no further limit.
};

// Lists the cases of each group that has a program, by its stored listing or by running the program. If a program
// cannot be listed, its group has one task that fails with the reason, and this is not an error.
Status discover(Plan& plan, const DiscoverOptions& options);

}  // namespace pf

#endif
