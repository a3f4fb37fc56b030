// What a group's CTest test prints for ctest: the tags with its results, and nothing else that ctest would take for one
// (CMake 3.25: cmCTestTestHandler's regular expressions). The tags that tasks print are read by
// tool/support/ctest_tags.h.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_CTEST_OUTPUT_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_CTEST_OUTPUT_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/terminal/closing.h"
#include "tool/terminal/counts.h"

namespace pf {

// The line that is printed if every task was skipped. The CTest test has it as its SKIP_REGULAR_EXPRESSION.
inline constexpr std::string_view kAllSkipped = "PARALLEL_FIXTURES_ALL_SKIPPED";

// Returns `line` with a space inside kAllSkipped and inside the beginning of each of ctest's tags (<CTest...,
// <Dart...), so that ctest does not take what a task printed for a result of the group.
std::string without_ctest_tags(std::string line);

// Returns the lines of a run's end: <CTestDetails>, a <CTestMeasurement> for each count, and kAllSkipped if every task
// was skipped.
std::vector<std::string> ctest_result_lines(const TaskCounts& counts, const Closing& closing);

}  // namespace pf

#endif
