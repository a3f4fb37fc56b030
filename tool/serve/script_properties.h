// Properties that scripts of a project (TEST_INCLUDE_FILES) set on the tests of cases. Only ctest can evaluate these
// scripts, but a session must run and judge the cases by the same properties.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SCRIPT_PROPERTIES_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SCRIPT_PROPERTIES_H

#include <vector>

#include "tool/plan/plan.h"
#include "tool/serve/ctest_list.h"

namespace pf {

// Who applies the ENVIRONMENT_MODIFICATION of a test: it must be applied exactly once.
enum class Modifier { ctest, session };

// Gives each task of the plan the properties of its test in `tests` that differ from those in `own`, the list of the
// tests as the scripts of this tool declare them. These properties are ENVIRONMENT, ENVIRONMENT_MODIFICATION,
// WORKING_DIRECTORY, TIMEOUT, PASS_, FAIL_ and SKIP_REGULAR_EXPRESSION, SKIP_RETURN_CODE, WILL_FAIL, DISABLED,
// REQUIRED_FILES, RESOURCE_LOCK, RUN_SERIAL, PROCESSORS, COST and LABELS. A task whose TIMEOUT_AFTER_MATCH differs
// fails with an explanation, because the session does not implement it. Other properties concern only ctest.
void apply_script_properties(Plan& plan, const std::vector<ListedTest>& own, const std::vector<ListedTest>& tests,
                             Modifier modifier);

}  // namespace pf

#endif
