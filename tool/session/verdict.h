// What an attempt's end means: CTest's rules for exit codes and regular expressions. This is the one place that judges;
// how the CTest test of a task ends follows from its verdict (tool/serve/task_for_ctest.h).
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_VERDICT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_VERDICT_H

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/message.h"
#include "runtime/result.h"
#include "tool/plan/plan.h"
#include "tool/process/capture.h"
#include "tool/schedule/scheduler.h"
#include "tool/support/regex.h"

namespace pf {

// Compiled once for each pattern. The errors name the pattern and the place in it.
class RegexCache {
public:
    const Result<Regex>& get(std::string_view pattern);
    // In CMake's syntax, as the properties of tests are written in.
    const Result<Regex>& get_cmake(std::string_view pattern);

private:
    using Compiled = std::unordered_map<std::string, Result<Regex>>;
    Compiled compiled_;
    Compiled of_cmake_;
};

// Applies the rules of cmCTestRunTest::EndTest (CMake 3.25) to a command that ended: a signal is a crash whatever else
// was asked for; then SKIP_REGULAR_EXPRESSION and SKIP_RETURN_CODE; then FAIL_REGULAR_EXPRESSION and a missing
// PASS_REGULAR_EXPRESSION fail it; a PASS_REGULAR_EXPRESSION that matches makes the exit code irrelevant; WILL_FAIL
// turns the result round. Unlike in CTest, a regular expression that could not be held against all of the output never
// makes a pass.
Conclusion judge(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes);

// The same for a case of a test program, of which `by_framework` is what its framework and its exit code say: CTest's
// rules are applied to a program that ends so. A case that crashed or was skipped stays what it is.
Conclusion judge_case_by_properties(const TaskOptions& options, const Conclusion& by_framework, const Ended& ended,
                                    const Capture& output, RegexCache& regexes);

// Returns the first of the patterns that matches the output as CTest sees it: with a newline at the end, carriage
// returns before newlines left out, a newline in place of each NUL, and without the lines of <CTestDetails> and
// <CTestLabel> (cmProcess and cmCTestRunTest, CMake 3.25). The error says why it could not be told.
Result<std::optional<std::string>> first_match(const Texts& patterns, const Capture& output, RegexCache& regexes);

// "SIGSEGV" for 11; "signal 63" for one without a name.
std::string signal_name(int signal);

}  // namespace pf

#endif
