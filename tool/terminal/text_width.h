// How wide text is on a terminal, about: combining characters take no column, wide East Asian characters and pictures
// two. After Unicode's EastAsianWidth and the ranges of Markus Kuhn's wcwidth; the locale has no say.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_TEXT_WIDTH_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_TEXT_WIDTH_H

#include <string>
#include <string_view>

namespace pf {

// In columns. `text` is one line of UTF-8 without control characters; a byte that is not takes one column.
int text_width(std::string_view text);

// `text`, or as much of its beginning as leaves room for "…" when it is wider than `columns`.
std::string fit(std::string_view text, int columns);

}  // namespace pf

#endif
