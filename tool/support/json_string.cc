#include "tool/support/json_string.h"

#include <fmt/format.h>

#include <iterator>

#include "tool/support/text.h"

namespace pf {

void append_json_escape(std::string& out, char c) {
    constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
    constexpr std::string_view kNames = "\"\\bfnrt";
    const std::size_t named = kNamed.find(c);
    if (named != std::string_view::npos) {
        out += '\\';
        out += kNames[named];
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    }
}

std::string json_escaped(std::string_view bytes, JsonPlace place) {
    const std::string converted = is_utf8(bytes) ? "" : utf8_text(bytes);
    std::string_view text = converted.empty() ? bytes : converted;
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t plain = json_plain_length(text, place);
        const bool needs_escape = plain < text.size() && static_cast<unsigned char>(text[plain]) < 0x80;
        while (plain < text.size() && static_cast<unsigned char>(text[plain]) >= 0x80) {
            ++plain;
        }
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (needs_escape) {
            append_json_escape(out, text.front());
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace pf
