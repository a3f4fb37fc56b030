// What an attempt's end means: CTest's rules for exit codes and regular expressions.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_VERDICT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_VERDICT_H

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

// Compiled once for each pattern.
class RegexCache {
public:
    // The error names the pattern and the place in it.
    const Result<Regex>& get(std::string_view pattern);

private:
    std::unordered_map<std::string, Result<Regex>> compiled_;
};

// The rules of cmCTestRunTest::EndTest (CMake 3.25) for a command that ended: a signal is a crash whatever else was
// asked for; then SKIP_REGULAR_EXPRESSION and SKIP_RETURN_CODE; then FAIL_REGULAR_EXPRESSION and a missing
// PASS_REGULAR_EXPRESSION fail it; a PASS_REGULAR_EXPRESSION that matches makes the exit code irrelevant; WILL_FAIL
// turns the result round. Other than CTest, a regular expression that could not be held against all of the output never
// makes a pass.
Verdict judge(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes);

// True when one of the patterns matches; the error when it could not be told.
Result<std::optional<std::string>> first_match(const Texts& patterns, const Capture& output, RegexCache& regexes);

// "SIGSEGV" for 11; "signal 63" for one without a name.
std::string signal_name(int signal);

}  // namespace pf

#endif
