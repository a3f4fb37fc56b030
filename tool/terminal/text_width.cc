#include "tool/terminal/text_width.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "tool/support/text.h"

namespace pf {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array<Range, 9> kNothing{{{0x0300, 0x036F},
                                         {0x0483, 0x0489},
                                         {0x0591, 0x05BD},
                                         {0x0610, 0x061A},
                                         {0x064B, 0x065F},
                                         {0x200B, 0x200F},
                                         {0x20D0, 0x20FF},
                                         {0xFE00, 0xFE0F},
                                         {0xE0100, 0xE01EF}}};

constexpr std::array<Range, 12> kWide{{{0x1100, 0x115F},
                                       {0x231A, 0x231B},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0xA4CF},
                                       {0xA960, 0xA97C},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};

template <std::size_t n>
bool contains(const std::array<Range, n>& ranges, char32_t character) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range& range) { return character >= range.first && character <= range.last; });
}

// REQUIRES: `bytes` is one character of UTF-8.
char32_t decode(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1) {
        return first;
    }
    char32_t character = first & (0xFFU >> (bytes.size() + 1));
    for (const char c : bytes.substr(1)) {
        character = character << 6U | (static_cast<unsigned char>(c) & 0x3FU);
    }
    return character;
}

// Of the character at the beginning of `text`: its bytes and columns.
struct Character {
    std::size_t bytes;
    int columns;
};
Character first_of(std::string_view text) {
    const std::size_t bytes = utf8_length(text);
    if (bytes <= 1) {
        return {1, 1};
    }
    const char32_t character = decode(text.substr(0, bytes));
    if (contains(kNothing, character)) {
        return {bytes, 0};
    }
    return {bytes, contains(kWide, character) ? 2 : 1};
}

}  // namespace

int text_width(std::string_view text) {
    int columns = 0;
    while (!text.empty()) {
        const Character character = first_of(text);
        columns += character.columns;
        text.remove_prefix(character.bytes);
    }
    return columns;
}

std::string fit(std::string_view text, int columns) {
    if (text_width(text) <= columns) {
        return std::string(text);
    }
    if (columns <= 0) {
        return {};
    }
    std::size_t kept = 0;
    int used = 0;
    while (true) {
        const Character character = first_of(text.substr(kept));
        if (used + character.columns > columns - 1) {
            return std::string(text.substr(0, kept)) + "\u2026";
        }
        used += character.columns;
        kept += character.bytes;
    }
}

}  // namespace pf
