// Judges how an attempt ended, by CTest's rules for exit codes and regular expressions. How the CTest test of a task
// ends follows from this result (tool/serve/task_for_ctest.h).
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

// Compiles each pattern once. The errors name the pattern and the place in it.
class RegexCache {
public:
    const Result<Regex>& get(std::string_view pattern);
    // Compiles a pattern of a test property, which has CMake's syntax.
    const Result<Regex>& get_cmake(std::string_view pattern);

private:
    using Compiled = std::unordered_map<std::string, Result<Regex>>;
    Compiled compiled_;
    Compiled of_cmake_;
};

// Applies the rules of cmCTestRunTest::EndTest (CMake 3.25) to a command that ended, in this order: A signal is a
// crash. SKIP_REGULAR_EXPRESSION and SKIP_RETURN_CODE skip it. FAIL_REGULAR_EXPRESSION fails it if it matches, and
// PASS_REGULAR_EXPRESSION if it does not. If PASS_REGULAR_EXPRESSION matches, the exit code is ignored. WILL_FAIL
// inverts the result. If the program failed by its end and a sanitizer has printed a SUMMARY line, that is the reason.
// Other than in CTest, a regular expression that could not be searched in all of the output never makes a pass.
Conclusion judge(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes);

// Applies the same rules to a case of a test program, of which `by_framework` is the result by its framework and its
// exit code. The result of a case that crashed or was skipped stays.
Conclusion judge_case_by_properties(const TaskOptions& options, const Conclusion& by_framework, const Ended& ended,
                                    const Capture& output, RegexCache& regexes);

// Returns the first of the patterns that matches the output as CTest sees it: with a newline at the end, without
// carriage returns before newlines, with a newline in place of each NUL, and without the lines of <CTestDetails> and
// <CTestLabel> (cmProcess and cmCTestRunTest, CMake 3.25). The error says why the output could not be searched.
Result<std::optional<std::string>> first_match(const Texts& patterns, const Capture& output, RegexCache& regexes);

// Returns "SIGSEGV" for 11, and "signal 63" for a signal without a name.
std::string signal_name(int signal);

}  // namespace pf

#endif
