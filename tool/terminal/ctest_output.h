// What ctest reads out of a test's output (CMake 3.25: cmCTestTestHandler's regular expressions).
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_CTEST_TAGS_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_CTEST_TAGS_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/terminal/closing.h"
#include "tool/terminal/counts.h"

namespace pf {

// A line of its own when every task was skipped: the test's SKIP_REGULAR_EXPRESSION.
inline constexpr std::string_view kAllSkipped = "PARALLEL_FIXTURES_ALL_SKIPPED";

// `line` with kAllSkipped and the beginnings of ctest's tags (<CTest..., <Dart...) broken by a space, so that what a
// task printed is not taken for ours.
std::string without_ctest_tags(std::string line);

// <CTestDetails>, a <CTestMeasurement> for each count, and kAllSkipped where it holds.
std::vector<std::string> ctest_tags(const TaskCounts& counts, const Closing& closing);

}  // namespace pf

#endif
