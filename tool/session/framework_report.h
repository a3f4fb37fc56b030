// What a test framework itself says of a case, beside the exit code, which alone is no proof: a test that calls exit(0)
// and a filter that selects nothing end with 0 too.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// What is added to the command of a case, so that its framework says what it did: GoogleTest does so in `result_file`.
std::vector<std::string> report_arguments(Text framework, const std::string& result_file);

// Returns what the program of `framework` (gtest, catch2, doctest), which exited, says of its case: by its exit code,
// and GoogleTest by `result_file`, Catch2 and doctest by the summary at the end of what they print.
Conclusion judge_case(Text framework, int exit_code, const Capture& output, const std::string& result_file);

// The process of a case of `framework` was killed by `signal` when its test had ended, while GoogleTest wrote what it
// was to write to `result_file`, or could not.
bool could_not_report(Text framework, int signal, const Capture& output, const std::string& result_file);

// The verdict on a GoogleTest case that exited and was run without a file for its report. `reached_end`:
// RUN_ALL_TESTS() did.
Conclusion judge_gtest_without_file(int exit_code, const Capture& output, bool reached_end);

}  // namespace pf

#endif
