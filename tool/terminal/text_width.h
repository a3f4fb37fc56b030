// The width of text on a terminal, in columns. utf8proc has the widths of characters (Unicode's EastAsianWidth) and
// where one ends that a reader sees as a whole (a grapheme cluster, UAX #29). The locale has no influence.
//
// A cluster is at most two columns wide: an emoji that is joined out of several, or a flag, takes two. Terminals that
// do not know a sequence show its parts side by side, which is wider.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_TEXT_WIDTH_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_TEXT_WIDTH_H

#include <string>
#include <string_view>

namespace pf {

// Returns the width of one line without control characters. A byte that is not UTF-8 takes one column.
int text_width(std::string_view text);

// Returns `text` if it is at most `columns` wide. Otherwise returns as much of its beginning as fits together with a
// "…", or with `utf8` false with "..", cut between grapheme clusters.
std::string fit(std::string_view text, int columns, bool utf8);

}  // namespace pf

#endif
