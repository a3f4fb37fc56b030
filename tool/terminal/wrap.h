// Breaks lines between words, so that a terminal does not break them within one.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_WRAP_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_WRAP_H

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

inline constexpr int kNoLimit = std::numeric_limits<int>::max();

// Returns the width of one line in columns, without its escape sequences.
int painted_width(std::string_view line);

// Returns the line as one or more lines that are at most `columns` wide, unless a word alone is wider. All but the
// first begin with `indent` spaces. A line is broken only at spaces behind its first `indent` columns. Tabs become
// spaces, unless `columns` is kNoLimit, with which nothing changes.
std::vector<std::string> wrapped(std::string_view line, int columns, int indent);

// Returns the words of a shell command behind `head` as lines that a shell takes as one, each at most `columns` wide
// unless a word alone is wider. All but the first begin with `indent` spaces. No word is broken.
std::vector<std::string> wrapped_command(const std::string& head, const std::vector<std::string>& words, int columns,
                                         int indent);

}  // namespace pf

#endif
