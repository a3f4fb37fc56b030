// Finds the tasks that may run ahead. A task runs ahead if it runs before ctest starts its test. Without -j, ctest runs
// one test at a time. Meanwhile the session runs tasks that ctest will certainly start later and that may run beside
// any other test.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H
#define PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H

#include <optional>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/serve/ctest_list.h"

namespace pf {

// The changes that ctest makes to its environment for a test.
struct EnvironmentChanges {
    std::vector<std::string> entries;        // The property ENVIRONMENT.
    std::vector<std::string> modifications;  // The property ENVIRONMENT_MODIFICATION.

    bool operator==(const EnvironmentChanges&) const = default;
    bool operator<(const EnvironmentChanges& other) const {
        return entries != other.entries ? entries < other.entries : modifications < other.modifications;
    }
};

EnvironmentChanges environment_of(const ListedTest& test);

// Returns the variables ("K=V" each, sorted) of a test with these changes if a test without changes has the variables
// `base`. Returns nullopt if a modification cannot be parsed.
std::optional<std::vector<std::string>> applied(const EnvironmentChanges& environment,
                                                const std::vector<std::string>& base);

struct EligibleTask {
    TaskId task;
    EnvironmentChanges environment;
    bool limited = false;  // The task or its test has a TIMEOUT; otherwise ctest's default limit counts.
};

// Returns the tasks that may run ahead of a ctest that has exactly these tests and runs one at a time, in the order of
// `tests`. A task may run ahead if the CMake module made its test, if ctest will run that test, if the test holds no
// lock and depends only on fixtures of the plan, and if the session does what all its other properties say. Returns
// nothing if any test of the list must run alone.
std::vector<EligibleTask> eligible_tasks(const Plan& plan, const std::vector<ListedTest>& tests);

}  // namespace pf

#endif
