#include "tool/terminal/wrap.h"

#include <algorithm>
#include <cstddef>

#include "tool/terminal/text_width.h"

namespace pf {
namespace {

constexpr int kFewest = 20;  // Columns for text, without which lines are indented less.

std::string indentation(int columns, int indent) {
    return std::string(static_cast<std::size_t>(columns - indent < kFewest ? 0 : indent), ' ');
}

std::string without_tabs(std::string_view line) {
    constexpr int kTab = 8;
    std::string text;
    int column = 0;
    while (true) {
        const std::size_t tab = line.find('\t');
        text += line.substr(0, tab);
        column += painted_width(line.substr(0, tab));
        if (tab == std::string_view::npos) {
            return text;
        }
        const int spaces = kTab - column % kTab;
        text.append(static_cast<std::size_t>(spaces), ' ');
        column += spaces;
        line.remove_prefix(tab + 1);
    }
}

}  // namespace

int painted_width(std::string_view line) {
    std::string plain;
    while (!line.empty()) {
        if (line.front() == '\x1b') {
            line.remove_prefix(std::min(line.size(), std::min(line.find('m'), line.size() - 1) + 1));
        } else {
            plain += line.front();
            line.remove_prefix(1);
        }
    }
    return text_width(plain);
}

std::vector<std::string> wrapped(std::string_view line, int columns, int indent) {
    if (columns == kNoLimit) {
        return {std::string(line)};
    }
    if (line.find('\t') != std::string_view::npos) {
        return wrapped(without_tabs(line), columns, indent);
    }
    // A character takes at least one byte for each column.
    if (line.size() <= static_cast<std::size_t>(std::max(columns, 0)) || painted_width(line) <= columns) {
        return {std::string(line)};
    }
    std::vector<std::string> lines(1);
    int width = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t begin = std::min(line.find_first_not_of(' ', at), line.size());
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        const std::string_view spaces = line.substr(at, begin - at);
        const std::string_view word = line.substr(begin, end - begin);
        const int wide = painted_width(word);
        if (width > indent && width + static_cast<int>(spaces.size()) + wide > columns) {
            lines.push_back(indentation(columns, indent));
            width = static_cast<int>(lines.back().size());
        } else {
            lines.back() += spaces;
            width += static_cast<int>(spaces.size());
        }
        lines.back() += word;
        width += wide;
        at = end;
    }
    return lines;
}

std::vector<std::string> wrapped_command(const std::string& head, const std::vector<std::string>& words, int columns,
                                         int indent) {
    constexpr int kBackslash = 2;  // Columns of " \".
    std::vector<std::string> lines{head};
    int width = painted_width(head);
    bool first = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const int wide = text_width(words[i]) + (first ? 0 : 1);
        const int after = i + 1 == words.size() ? 0 : kBackslash;
        if (!first && width + wide + after > columns) {
            lines.back() += " \\";
            lines.push_back(indentation(columns, indent));
            width = static_cast<int>(lines.back().size()) - 1;
            first = true;
        }
        lines.back() += (first ? "" : " ") + words[i];
        width += wide;
        first = false;
    }
    return lines;
}

}  // namespace pf
