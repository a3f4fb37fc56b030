#include "tool/support/json_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "tool/support/copy_text.h"
#include "tool/support/text.h"

namespace pf {
namespace {

char* put_escape(char* to, char c) {
    constexpr std::string_view kNamed = "\n\"\\\t\r\b\f";
    constexpr std::string_view kNames = "n\"\\trbf";
    const std::size_t named = kNamed.find(c);
    if (named != std::string_view::npos) {
        *to++ = '\\';
        *to++ = kNames[named];
        return to;
    }
    return fmt::format_to(to, "\\u{:04x}", static_cast<unsigned>(c));
}

// Writes bytes beyond ASCII as they are, and the escape of another character.
bool put_special(const char*& from, char*& to) {
    const char c = *from++;
    if (c == '\n') {
        *to++ = '\\';
        *to++ = 'n';
    } else if ((c & '\x80') != 0) {
        *to++ = c;
    } else {
        to = put_escape(to, c);
    }
    return true;
}

template <char... Special>
void write_escaped(std::string_view text, std::string& out) {
    constexpr std::size_t kPiece = 1024;                                  // The most bytes that are read at a time.
    constexpr std::size_t kLongestEscape = 6;                             // As in \u001b.
    std::array<char, kPiece * kLongestEscape + sizeof(ByteBlock)> block;  // Only what was written is read.
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        char* to = block.data();
        copy_text<PlainText<Special...>>(at, at + std::min<std::ptrdiff_t>(end - at, kPiece), to, put_special);
        out.append(block.data(), to);
    }
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text, JsonPlace place) {
    if (place == JsonPlace::html) {
        write_escaped<'"', '\\', '<', '>', '&'>(text, out);
    } else {
        write_escaped<'"', '\\'>(text, out);
    }
}

std::string json_escaped(std::string_view bytes, JsonPlace place) {
    std::string out;
    if (is_utf8(bytes)) {
        append_json_escaped(out, bytes, place);
    } else {
        append_json_escaped(out, utf8_text(bytes), place);
    }
    return out;
}

}  // namespace pf
