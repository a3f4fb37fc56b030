// Makes the cases of test programs tasks of the plan. docs/cmake.md, "Test programs", says what users see.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_DISCOVER_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_DISCOVER_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

struct DiscoverOptions {
    std::string version;              // The helper's: another may list otherwise.
    std::vector<std::string> groups;  // Only these; empty: all.
    std::string program_file;         // Only groups with this program; empty: all.
    double at_most = 0;  // Seconds for a program to say what it has, if its group allows more; 0: no matter.
};

// Looks at each group that has a program: takes the listing that was kept, or runs the program and keeps what it says.
// A program that cannot be listed gives its group one task that fails with the reason, and no error here. THREADS:
// forks; the process must have one thread.
Status discover(Plan& plan, const DiscoverOptions& options);

}  // namespace pf

#endif
