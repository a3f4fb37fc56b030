// What GoogleTest writes to the file of --gtest_output=json about the one test that it ran.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_GTEST_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_GTEST_REPORT_H

#include <string>

#include "parallel_fixtures/program.h"

namespace pf {

// Returns the failures and the properties (RecordProperty) of the test, whose verdict the exit code decides. Returns
// nothing from where the text is no such JSON.
parallel_fixtures::Report read_gtest_report(std::string json);

}  // namespace pf

#endif
