// The properties of a CTest test, as far as the session has to know them to judge a task as ctest does.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PROPERTIES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PROPERTIES_H

#include "tool/plan/plan.h"

namespace pf {

// Puts the whole value of the CTest property `name` in the place of what the task and its group declare: "" clears it.
// A list is split as CMake splits lists, and numbers and switches are read as leniently as CTest reads them. Texts that
// are not in `value` as they stand are kept in `plan`. Returns false if the session has no use for the property.
bool set_test_property(Plan& plan, TaskOptions& options, Text name, Text value);

// The same for a case of a test program, whose group has keywords for the properties that all tasks have: sets only
// what add_parallel_fixture_tests has no keyword for.
bool set_case_property(Plan& plan, TaskOptions& options, Text name, Text value);

// The items of a CMake list; empty ones are left out.
Texts split_cmake_list(Plan& plan, Text list);

}  // namespace pf

#endif
