// The result of a case of a test program, by its exit code and by what its framework reports. Exit code 0 alone does
// not prove a pass: a test that calls exit(0) and a filter that selects nothing end with it too.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FRAMEWORK_REPORT_H

#include <optional>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// Returns arguments that make the framework report what it did: doctest in its output, others in `result_file`.
// `words` is the command so far, and `log_level` the variable BOOST_TEST_LOG_LEVEL of its environment.
std::vector<std::string> report_arguments(Text framework, const std::vector<std::string>& words,
                                          const std::optional<std::string>& log_level, const std::string& result_file);

// Returns whether the framework reports in a file and not in its output.
bool reports_in_file(Text framework);

// Returns the failures and properties that the framework has reported in `result_file`; none for one that reports in
// its output. Returns nothing if there is no such file.
std::optional<parallel_fixtures::Report> read_report(Text framework, const std::string& result_file);

// Judges a case of `framework` (a word of the plan) whose process exited. The report is the summary at the end of the
// output for Catch2 and doctest, and `result_file` for others.
Conclusion judge_case(Text framework, int exit_code, const Capture& output, const std::string& result_file);

// Returns whether GoogleTest could not write `result_file` and was killed by `signal` for it, after the test had ended.
bool could_not_report(Text framework, int signal, const Capture& output, const std::string& result_file);

// Judges a GoogleTest case that exited and was run without a file for its report. `reached_end` says whether
// RUN_ALL_TESTS() reached its end.
Conclusion judge_gtest_without_file(int exit_code, const Capture& output, bool reached_end);

}  // namespace pf

#endif
