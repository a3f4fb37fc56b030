// What scripts of a project (TEST_INCLUDE_FILES) set on the tests of a program's cases. Only ctest knows these values,
// and a session must run and judge the cases by them.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SCRIPT_PROPERTIES_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SCRIPT_PROPERTIES_H

#include <vector>

#include "tool/plan/plan.h"
#include "tool/serve/ctest_list.h"

namespace pf {

// Who changes the environment as the ENVIRONMENT_MODIFICATION of a test says. Twice would be wrong.
enum class Modifier { ctest, session };

// Gives each task of the plan the properties that its test has in `tests` and that differ from those in `own`, which is
// the list of the tests as our scripts declare them: ENVIRONMENT, ENVIRONMENT_MODIFICATION, WORKING_DIRECTORY, TIMEOUT,
// PASS_, FAIL_ and SKIP_REGULAR_EXPRESSION, SKIP_RETURN_CODE, WILL_FAIL, DISABLED, REQUIRED_FILES, RESOURCE_LOCK,
// RUN_SERIAL, PROCESSORS, COST and LABELS. A task whose TIMEOUT_AFTER_MATCH differs fails and says why, because the
// session cannot do what it says. Other properties are ctest's business alone.
void take_script_properties(Plan& plan, const std::vector<ListedTest>& own, const std::vector<ListedTest>& tests,
                            Modifier modifier);

}  // namespace pf

#endif
