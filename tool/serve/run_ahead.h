// Which tasks may run before ctest asks for them. Without -j ctest runs one test at a time; where it is certain that it
// will come to a task, and that nothing may keep the task from running beside any other test, the session runs the task
// meanwhile.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H
#define PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H

#include <optional>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/serve/ctest_list.h"

namespace pf {

// What ctest changes in its environment for a test.
struct EnvironmentChanges {
    std::vector<std::string> entries;        // ENVIRONMENT.
    std::vector<std::string> modifications;  // ENVIRONMENT_MODIFICATION.

    bool operator==(const EnvironmentChanges&) const = default;
    bool operator<(const EnvironmentChanges& other) const {
        return entries != other.entries ? entries < other.entries : modifications < other.modifications;
    }
};

EnvironmentChanges environment_of(const ListedTest& test);

// The variables of a test with this environment where those of a test without any are `base`, sorted. nullopt: a
// modification is not understood.
std::optional<std::vector<std::string>> applied(const EnvironmentChanges& environment,
                                                const std::vector<std::string>& base);

struct CertainTask {
    TaskId task;
    EnvironmentChanges environment;
    bool limited = false;  // By ctest's TIMEOUT or by the plan; otherwise by what ctest gives a test without TIMEOUT.
};

// The tasks that may run ahead of a ctest that has exactly these tests and runs one at a time, in the order of `tests`.
// It is a task whose test is the module's own, that ctest will run, that holds no lock and depends on nothing but
// fixtures of the plan, and all of whose other properties agree with what the session does. Where any test of the list
// must run alone there is none.
std::vector<CertainTask> certain_tasks(const Plan& plan, const std::vector<ListedTest>& tests);

}  // namespace pf

#endif
