// What the values of options mean. Errors begin with what was given, without the option's name.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_OPTION_VALUES_H
#define PARALLEL_FIXTURES_TOOL_CLI_OPTION_VALUES_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/result.h"
#include "tool/schedule/scheduler.h"
#include "tool/support/regex.h"
#include "tool/terminal/style.h"

namespace pf {

// 1 to kMaxJobs.
Result<int> parse_jobs(const std::string& text);

// Not negative, not endless.
Result<double> parse_seconds(const std::string& text);

Result<std::uint64_t> parse_seed(const std::string& text);

// "until-pass:3": what, and how often at most.
Result<std::pair<Repeat, int>> parse_repeat(const std::string& text);

Result<ColorChoice> parse_color(const std::string& text);

// "error" or "ignore"; true: ignore.
Result<bool> parse_no_tests(const std::string& text);

// The words to put before a command: of gdb and lldb, which need no more, with the options that make them take it; of
// anything else as they are, separated by spaces: '...', "..." and backslashes hold words together as in a shell.
Result<std::vector<std::string>> parse_debugger(const std::string& text);

// Not empty: ctest and PCRE2 mean opposite things by an empty expression.
Result<Regex> parse_regex(const std::string& text);

}  // namespace pf

#endif
