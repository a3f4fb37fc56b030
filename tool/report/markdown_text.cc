#include "tool/report/markdown_text.h"

#include <algorithm>
#include <cstddef>

#include "tool/page/plain_page.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// Returns backticks that occur nowhere in the text, at least `least` of them.
std::string fence_for(std::string_view text, std::size_t least) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max(least, longest + 1), '`');
}

}  // namespace

std::string markdown_code(std::string_view text) {
    std::string line = one_line(text);
    if (line.find_first_not_of(' ') == std::string::npos) {
        return line.empty() ? "" : "` `";
    }
    const std::string fence = fence_for(line, 1);
    const bool padded = line.front() == '`' || line.back() == '`' || (line.front() == ' ' && line.back() == ' ');
    const char* const pad = padded ? " " : "";
    return fence + pad + line + pad + fence;
}

std::string markdown_cell(std::string_view text) {
    std::string cell = markdown_code(text);
    for (std::size_t at = cell.find('|'); at != std::string::npos; at = cell.find('|', at + 2)) {
        cell.insert(at, 1, '\\');  // A table ends a cell at any other bar, and shows this one without the backslash.
    }
    return cell;
}

std::string markdown_block(std::string_view text) {
    const std::string shown = printable(text);
    const std::string fence = fence_for(shown, 3);
    return fence + "text\n" + shown + (shown.ends_with('\n') || shown.empty() ? "" : "\n") + fence + "\n";
}

std::string markdown_html(std::string_view text) { return html_text(one_line(text)); }

}  // namespace pf
