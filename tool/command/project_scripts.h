// Asks ctest what scripts of the project have set on the tests of cases.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_PROJECT_SCRIPTS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_PROJECT_SCRIPTS_H

#include <string>

#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/serve/script_properties.h"

namespace pf {

// Takes them into the plan (take_script_properties), where the project has such scripts; runs ctest twice for it, with
// no trace in the build tree. The error: ctest did not list its tests, and the plan is as it was.
// REQUIRES: its programs have been discovered.
Status take_from_project_scripts(Plan& plan, Modifier modifier);

// What to tell a person after that error.
std::string unknown_properties(const Error& error);

}  // namespace pf

#endif
