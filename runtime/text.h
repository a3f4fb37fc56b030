// Small operations on texts.
#ifndef PARALLEL_FIXTURES_RUNTIME_TEXT_H
#define PARALLEL_FIXTURES_RUNTIME_TEXT_H

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

// Returns the text with a space for each ASCII control character. The result is one line and does not move the cursor
// of a terminal.
inline std::string without_controls(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return text;
}

// Returns at most the first `bytes` bytes of a UTF-8 text. Does not split a character.
inline std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return text;
    }
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) {
        --bytes;
    }
    return text.substr(0, bytes);
}

// Returns the items of a text, each of which ends with a zero byte.
inline std::vector<std::string> split_at_zeros(const std::string& bytes) {
    std::vector<std::string> texts;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\0', at), bytes.size());
        texts.push_back(bytes.substr(at, end - at));
        at = end + 1;
    }
    return texts;
}

}  // namespace pf

#endif
