// Runs for the golden files and the schemas.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_REPORT_SAMPLE_RUN_H
#define PARALLEL_FIXTURES_TESTS_UNIT_REPORT_SAMPLE_RUN_H

#include <string>
#include <vector>

#include "tool/event/event.h"

namespace pf::test {

// Returns a run with each result of CTest, each of our causes, retries and marks, and fixtures of each outcome.
std::vector<Event> sample_run();

// Returns a run whose names and output have bytes that XML and JSON cannot contain.
std::vector<Event> hostile_run();

}  // namespace pf::test

#endif
