// Parses the values of options. The errors quote the value and say what is expected; the caller adds the option's name.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_OPTION_VALUES_H
#define PARALLEL_FIXTURES_TOOL_CLI_OPTION_VALUES_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/report/report_format.h"
#include "tool/schedule/scheduler.h"
#include "tool/support/ci_log.h"
#include "tool/support/regex.h"
#include "tool/terminal/style.h"

namespace pf {

// Accept every text, and every text that is not empty.
Result<std::string> parse_text(const std::string& text);
Result<std::string> parse_path(const std::string& text);

// Accepts 1 to kMaxJobs.
Result<int> parse_jobs(const std::string& text);

// Accepts finite numbers that are not negative.
Result<double> parse_seconds(const std::string& text);

// Accept whole numbers from 0, and the last one from 1.
Result<int> parse_max_fail(const std::string& text);
Result<int> parse_retries(const std::string& text);
Result<int> parse_count(const std::string& text);
// Accepts finite numbers above 0.
Result<double> parse_limit(const std::string& text);

Result<std::uint64_t> parse_seed(const std::string& text);

// Parses a mode and the maximum number of attempts, for example "until-pass:3".
Result<std::pair<Repeat, int>> parse_repeat(const std::string& text);

Result<ColorChoice> parse_color(const std::string& text);

// Accepts "pass" and "fail"; returns true for "fail".
Result<bool> parse_flaky_result(const std::string& text);

// Accepts "github", "gitlab", "none" and "auto"; returns nothing for "auto".
Result<std::optional<CiSystem>> parse_annotations(const std::string& text);

Result<ReportFormat> parse_report_format(const std::string& text);

// Accepts "true" and "false".
Result<bool> parse_switch(const std::string& text);
Result<StackTraces> parse_stack_traces(const std::string& text);

// Accepts "error" and "ignore"; returns true for "ignore".
Result<bool> parse_no_tests(const std::string& text);

// Returns the words to put before the command of the task. "gdb" and "lldb" get the options with which they take a
// command. Any other text is split at spaces; quotation marks and backslashes work as in a shell.
Result<std::vector<std::string>> parse_debugger(const std::string& text);

// Splits a command at spaces, as parse_debugger() does.
Result<std::vector<std::string>> parse_wrapper(const std::string& text);

// Compiles a PCRE2 expression. Rejects the empty one, because it selects nothing in ctest and matches everything in
// PCRE2.
Result<Regex> parse_regex(const std::string& text);

}  // namespace pf

#endif
