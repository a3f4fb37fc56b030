// Lists the cases of test programs before a run: in the build, and for ctest.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CASE_TESTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CASE_TESTS_H

#include "tool/cli/options.h"
#include "tool/plan/plan.h"

namespace pf {

// `list --refresh`: lists the cases of a program, stores the list, and writes the CTest script of each group of the
// program that has one. Returns kExitOk even if the listing failed, because a build must not fail; the script then says
// so. Returns another exit code if the plan or the script is unusable.
int refresh_command(const ListOptions& options);

// Adds the cases of groups that a session runs to the plan as tasks.
void discover_case_tests(Plan& plan);

}  // namespace pf

#endif
