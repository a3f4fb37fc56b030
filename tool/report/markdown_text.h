// Texts with any bytes in GitHub's Markdown, in which they are shown as they are and nothing in them is markup.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_MARKDOWN_TEXT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_MARKDOWN_TEXT_H

#include <string>
#include <string_view>

namespace pf {

// Returns one line of code.
std::string markdown_code(std::string_view text);

// Returns one line of code for the cell of a table.
std::string markdown_cell(std::string_view text);

// Returns lines of code, with a newline at the end.
std::string markdown_block(std::string_view text);

// Returns one line of text for an HTML element.
std::string markdown_html(std::string_view text);

}  // namespace pf

#endif
