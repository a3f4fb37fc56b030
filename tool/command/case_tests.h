// The cases of test programs for a build and for ctest: what is listed ahead of a run.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CASE_TESTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CASE_TESTS_H

#include "tool/cli/options.h"
#include "tool/plan/plan.h"

namespace pf {

// Lists the cases of a program, keeps the listing, and writes the CTest script of each group of it that is to have one.
// A build does not hear of what goes wrong; ctest (options.for_ctest) does by the exit code.
int refresh_command(const ListOptions& options);

// Makes the cases that a session runs tasks of the plan.
void discover_case_tests(Plan& plan);

}  // namespace pf

#endif
