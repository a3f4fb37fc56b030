// The result of a case of a test program, by its exit code and by what its framework reports. Exit code 0 alone does
// not prove a pass: a test that calls exit(0) and a filter that selects nothing end with it too.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// Returns arguments that make the framework report what it did: GoogleTest in `result_file`, doctest in its output.
std::vector<std::string> report_arguments(Text framework, const std::string& result_file);

// Judges a case of `framework` (gtest, catch2, doctest) whose process exited. The report is `result_file` for
// GoogleTest, and the summary at the end of the output for Catch2 and doctest.
Conclusion judge_case(Text framework, int exit_code, const Capture& output, const std::string& result_file);

// Returns whether GoogleTest could not write `result_file` and was killed by `signal` for it, after the test had ended.
bool could_not_report(Text framework, int signal, const Capture& output, const std::string& result_file);

// Judges a GoogleTest case that exited and was run without a file for its report. `reached_end` says whether
// RUN_ALL_TESTS() reached its end.
Conclusion judge_gtest_without_file(int exit_code, const Capture& output, bool reached_end);

}  // namespace pf

#endif
