// The CTest tests of a program's cases, as the script that ctest reads when it starts.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_CTEST_SCRIPT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_CTEST_SCRIPT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// What the tests call.
struct CtestClient {
    std::vector<std::string> words;  // The client for commands, up to the task's id.
    std::string folder;              // Where the plan is; a linked program is its own client and looks there.
};

// An add_test for each task of the group (all groups of its name), in their order, with the properties that the plan
// says, and __pf_tests, the list of their names. Every value is a bracket argument, so that no name can be anything
// else. REQUIRES: it has been discovered.
std::string ctest_script(const Plan& plan, GroupId group, const CtestClient& client);

}  // namespace pf

#endif
