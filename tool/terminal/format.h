// The pieces that lines are made of: columns, colours, durations. After cargo-nextest's display.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_FORMAT_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_FORMAT_H

#include <string>
#include <string_view>

#include "tool/event/event.h"

namespace pf {

// Status words end in this column.
inline constexpr int kWordColumns = 12;
// What belongs to a line above begins here.
inline constexpr const char* kContinuation = "             ";

enum class Paint { plain, bold, good, bad, warning, retry, fixture, faint };

// `text` between the escape sequences of `paint`, where `color` says so.
std::string painted(Paint paint, std::string_view text, bool color);

// Right-aligned to kWordColumns, painted.
std::string status_word(Paint paint, std::string_view word, bool color);

// "[   0.005s]".
std::string bracketed(double seconds);
// Of an attempt; "[         ]" when there was none.
std::string bracketed(const TaskEnded& ended);
// "[> 60.000s]".
std::string bracketed_above(double seconds);
// "[ 00:02:05]".
std::string bracketed_clock(double seconds);

// "0.004 s", "3.1 s", "3 min 2 s", "2 h 5 min".
std::string duration(double seconds);

// "1 task", "2 tasks".
std::string counted(std::uint64_t count, std::string_view noun);

// "SIGSEGV"; "SIG40" where it has no name.
std::string signal_word(int signal);

// The word of an attempt's outcome: "PASS", "SIGSEGV", "NOT RUN"; with `tried`, "TRY 2 PASS", "TRY 2 SEGV", "TRY 2
// TMT".
std::string outcome_word(const TaskEnded& ended, bool tried);
Paint outcome_paint(const TaskEnded& ended);

// The first line, made printable.
std::string first_line(std::string_view text);

// A word for a POSIX shell: as it is where that is safe, else in single quotes.
std::string shell_quoted(std::string_view word);

}  // namespace pf

#endif
