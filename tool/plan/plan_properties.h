// The properties of CTest tests that decide how a task is run and judged.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PROPERTIES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_PROPERTIES_H

#include "tool/plan/plan.h"

namespace pf {

// Sets a CTest property of a task. The value replaces what the task and its group declare, and "" clears it. Lists are
// split as CMake does, and numbers and switches are read as leniently as by CTest. `value` must be part of the plan's
// storage. Returns false if the property has no meaning for a session.
bool set_test_property(Plan& plan, TaskOptions& options, Text name, Text value);

// Sets a CTest property of a case of a test program, if it is one for which add_parallel_fixture_tests has no keyword.
// Otherwise returns false.
bool set_case_property(Plan& plan, TaskOptions& options, Text name, Text value);

// Returns the items of a CMake list, without empty ones.
Texts split_cmake_list(Plan& plan, Text list);

// Returns those of a list of FIXTURES_REQUIRED that are not fixtures of the plan. The CMake module calls these by names
// of its own.
Texts foreign_fixtures(Plan& plan, Text list);

}  // namespace pf

#endif
