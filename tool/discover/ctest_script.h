// The CTest tests of a program's cases, as a script that ctest reads when it starts.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_CTEST_SCRIPT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_CTEST_SCRIPT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// What a CTest test runs in order to be a client of the session.
struct CtestClient {
    std::string helper;              // The file of the helper.
    std::vector<std::string> words;  // The client for commands and its arguments, up to the task's id.
    std::string folder;              // The directory of the plan, for a linked program, which is its own client.
};

// Returns a script with an add_test() for each task of the group and of all others of its name, with the properties of
// the plan, and for the set-up and the teardown of the program, if it needs them. The script sets __pf_tests to the
// list of the tests' names. Every value is a bracket argument, so that CMake evaluates nothing in it. The group must
// have been discovered.
std::string ctest_script(const Plan& plan, GroupId group, const CtestClient& client);

}  // namespace pf

#endif
