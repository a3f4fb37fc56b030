// What a Boost.Test program writes about the one case that it ran, and about the cases on which that case depends.
//
// THREADS: pure functions of their files.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_BOOST_TEST_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_BOOST_TEST_REPORT_H

#include <optional>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// What follows `result_file` in the name of the file of the log.
inline constexpr const char* kLogSuffix = ".log";

// Returns arguments that make the program write its results into `result_file`, and its log both to stdout as usual and
// into a file beside that. Boost.Test ignores --log_level if it has several logs, so the level of the one on stdout is
// taken from `words`, the command, or else from `level`, the variable BOOST_TEST_LOG_LEVEL.
std::vector<std::string> boost_test_report_arguments(const std::vector<std::string>& words,
                                                     const std::optional<std::string>& level,
                                                     const std::string& result_file);

// Judges a case whose process exited. A pass needs both exit code 0 and the results.
Conclusion judge_boost_test(int exit_code, const std::string& result_file);

// Returns the failures in the log beside `result_file`.
parallel_fixtures::Report read_boost_test_log(const std::string& result_file);

}  // namespace pf

#endif
