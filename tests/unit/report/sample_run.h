// A small run by hand in which everything happens once, for the golden files and the schemas.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_REPORT_SAMPLE_RUN_H
#define PARALLEL_FIXTURES_TESTS_UNIT_REPORT_SAMPLE_RUN_H

#include <string>
#include <vector>

#include "tool/event/event.h"

namespace pf::test {

// Each row of the table of CTest's results, each cause of ours, retries and marks, fixtures of all fates.
std::vector<Event> sample_run();

// Names and output of bytes that no file likes.
std::vector<Event> hostile_run();

}  // namespace pf::test

#endif
