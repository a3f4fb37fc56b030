// Applies the properties that scripts of the project set on the tests of cases.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_PROJECT_SCRIPTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_PROJECT_SCRIPTS_H

#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/serve/ctest_list.h"
#include "tool/serve/script_properties.h"

namespace pf {

// Runs `ctest --show-only` twice, outside the build tree, and applies the properties to the plan
// (apply_script_properties). Does nothing if the project has no such scripts. On an error, ctest did not list its tests
// and the plan is unchanged.
// REQUIRES: the cases of the programs have been discovered.
Status apply_project_scripts(Plan& plan, Modifier modifier);

// Returns the tests that ctest has for the build tree, in its order, without running anything. It asks the project's
// ctest if the plan has it, else the one of PATH.
Result<std::vector<ListedTest>> list_ctest_tests(const Plan& plan);

// Returns the warning for that error.
std::string unknown_properties(const Error& error);

}  // namespace pf

#endif
