#include "tool/support/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "runtime/fnv1a.h"

namespace pf {
namespace {

constexpr std::size_t kLongestName = 100;  // With the hash of safe_file_name 117; files get an ending too.

unsigned char byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

struct Lead {
    std::size_t length;
    unsigned char lowest_second;
    unsigned char highest_second;
};

// Table 3-7 of the Unicode standard: the second byte's range shuts out long forms, surrogates and what is too big.
Lead lead_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
        return {2, 0x80, 0xBF};
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return {3, static_cast<unsigned char>(lead == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(lead == 0xED ? 0x9F : 0xBF)};
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return {4, static_cast<unsigned char>(lead == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(lead == 0xF4 ? 0x8F : 0xBF)};
    }
    return {0, 0, 0};
}

std::uint32_t code_point(std::string_view character) {
    if (character.size() == 1) {
        return byte_at(character, 0);
    }
    std::uint32_t code = byte_at(character, 0) & (0xFFU >> (character.size() + 1));
    for (std::size_t i = 1; i < character.size(); ++i) {
        code = code << 6U | (byte_at(character, i) & 0x3FU);
    }
    return code;
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7F; }

// Copies `bytes`, with `character(out, text, code)` for each character that is not plain ASCII and `other(out, byte)`
// for each byte that is not UTF-8.
template <typename OnCharacter, typename OnOther>
std::string rewrite(std::string_view bytes, OnCharacter character, OnOther other) {
    std::string out;
    out.reserve(bytes.size());
    std::size_t i = 0;
    while (i < bytes.size()) {
        std::size_t run = i;
        while (run < bytes.size() && is_plain(byte_at(bytes, run))) {
            ++run;
        }
        out.append(bytes, i, run - i);
        i = run;
        if (i == bytes.size()) {
            break;
        }
        const std::size_t length = utf8_length(bytes.substr(i));
        if (length == 0) {
            other(out, byte_at(bytes, i));
        } else {
            const std::string_view text = bytes.substr(i, length);
            character(out, text, code_point(text));
        }
        i += length == 0 ? 1 : length;
    }
    return out;
}

void append_hex_byte(std::string& out, unsigned value) { fmt::format_to(std::back_inserter(out), "\\x{:02x}", value); }

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

// Characters that reorder the text around them or hide: a reader would not see what is there.
bool is_direction_mark(std::uint32_t code) {
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

bool xml_holds(std::uint32_t code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

// "-0123456789abcdef" at the end: only a name with its hash may look like one.
bool ends_like_a_hash(std::string_view name) {
    return name.size() >= 17 && name[name.size() - 17] == '-' &&
           name.substr(name.size() - 16).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::size_t utf8_length(std::string_view bytes) {
    if (bytes.empty()) {
        return 0;
    }
    if (byte_at(bytes, 0) < 0x80) {
        return 1;
    }
    const Lead lead = lead_of(byte_at(bytes, 0));
    if (lead.length == 0 || bytes.size() < lead.length || byte_at(bytes, 1) < lead.lowest_second ||
        byte_at(bytes, 1) > lead.highest_second) {
        return 0;
    }
    for (std::size_t i = 2; i < lead.length; ++i) {
        if ((byte_at(bytes, i) & 0xC0U) != 0x80) {
            return 0;
        }
    }
    return lead.length;
}

bool is_utf8(std::string_view bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        const std::size_t length = byte_at(bytes, i) < 0x80 ? 1 : utf8_length(bytes.substr(i));
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

std::string utf8_text(std::string_view bytes) {
    return rewrite(
        bytes, [](std::string& out, std::string_view text, std::uint32_t) { out += text; }, append_hex_byte);
}

std::string printable(std::string_view bytes) {
    bool after_cr = false;
    const auto character = [&after_cr](std::string& out, std::string_view text, std::uint32_t code) {
        const bool second_of_pair = after_cr && code == '\n' && out.back() == '\n';
        after_cr = code == '\r';
        if (second_of_pair) {
            return;
        }
        if (code == '\r') {
            out += '\n';
        } else if (is_control(code) && code != '\n' && code != '\t') {
            append_hex_byte(out, code);
        } else if (is_direction_mark(code)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
        } else {
            out += text;
        }
    };
    return rewrite(bytes, character, append_hex_byte);
}

std::string one_line(std::string_view bytes) {
    std::string line = printable(bytes);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

std::string xml_text(std::string_view bytes) {
    return rewrite(
        bytes,
        [](std::string& out, std::string_view text, std::uint32_t code) {
            if (xml_holds(code)) {
                out += text;
            } else {
                fmt::format_to(std::back_inserter(out), "[NON-XML-CHAR-0x{:X}]", code);
            }
        },
        [](std::string& out, unsigned char byte) {
            fmt::format_to(std::back_inserter(out), "[NON-UTF-8-BYTE-0x{:X}]", byte);
        });
}

// CMake takes a newline at the beginning of a bracket argument for its own.
std::string cmake_bracket(std::string_view text) {
    std::string level;
    while ((std::string(text) + "]" + level + "]").find("]" + level + "]") != text.size()) {
        level += "=";
    }
    return fmt::format("[{0}[{1}{2}]{0}]", level, text.substr(0, 1) == "\n" ? "\n" : "", text);
}

std::string safe_file_name(std::string_view id) {
    std::string name;
    for (const char c : id.substr(0, kLongestName)) {
        name += is_name_character(c) ? c : '_';
    }
    if (!name.empty() && name.front() == '.') {
        name.front() = '_';
    }
    if (name.empty() || name != id || ends_like_a_hash(id)) {
        name += fmt::format("-{:016x}", fnv1a(id));
    }
    return name;
}

}  // namespace pf
