// The parts of a line: columns, colours, durations. The layout follows cargo-nextest's display.
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
// Output and notes begin in the column after these.
inline constexpr int kTextColumns = 4;
// The beginning of a line that belongs to the one above.
inline constexpr const char* kContinuation = "             ";

enum class Paint { plain, bold, good, bad, warning, retry, fixture, faint };

// Returns `text` between the escape sequences of `paint`, or unchanged if `color` is false.
std::string painted(Paint paint, std::string_view text, bool color);

// Returns the word painted and right-aligned to kWordColumns.
std::string status_word(Paint paint, std::string_view word, bool color);

// Returns a duration like "[   0.005s]".
std::string bracketed(double seconds);
// Returns the duration of an attempt, or "[         ]" if the task never started.
std::string bracketed(const TaskEnded& ended);
// Returns a lower bound like "[> 60.000s]".
std::string bracketed_above(double seconds);
// Returns a time since the start of the run like "[ 00:02:05]".
std::string bracketed_clock(double seconds);

// Returns a duration like "0.004 s", "3.1 s", "3 min 2 s" or "2 h 5 min".
std::string duration(double seconds);

// Returns a number with its noun: "1 task", "2 tasks".
std::string counted(std::uint64_t count, std::string_view noun);

// Returns the name of a signal: "SIGSEGV", or "SIG40" for one without a name.
std::string signal_word(int signal);

// Returns the word for an attempt's outcome: "PASS", "SIGSEGV", "NOT RUN". With `tried`, the attempt's number comes
// first and some words are shorter: "TRY 2 PASS", "TRY 2 SEGV", "TRY 2 TMT".
std::string outcome_word(const TaskEnded& ended, bool tried);
Paint outcome_paint(const TaskEnded& ended);

// Returns the first line of `text` in printable form.
std::string first_line(std::string_view text);

// Returns the path relative to the directory if that is shorter, else unchanged. An empty directory changes nothing.
std::string shown_path(const std::string& path, const std::string& directory);

// Returns one word for a POSIX shell: unchanged if it has no special characters, otherwise in single quotes.
std::string shell_quoted(std::string_view word);

}  // namespace pf

#endif
