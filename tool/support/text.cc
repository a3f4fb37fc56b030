#include "tool/support/text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "runtime/fnv1a.h"
#include "tool/support/plain_length.h"

namespace pf {
namespace {

constexpr std::size_t kLongestName = 100;  // Bytes, before the 17 of the hash.

bool is_plain(char c) { return c >= 0x20 && c < 0x7F; }

// Copies `bytes` and calls `character(out, text, code)` for each character that is not plain ASCII, and
// `other(out, byte)` for each byte that is not UTF-8.
template <typename OnCharacter, typename OnOther>
std::string rewrite(std::string_view bytes, OnCharacter character, OnOther other) {
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto* const plain_end = std::find_if_not(bytes.begin(), bytes.end(), is_plain);
        const auto plain = static_cast<std::size_t>(plain_end - bytes.begin());
        out.append(bytes.substr(0, plain));
        bytes.remove_prefix(plain);
        if (bytes.empty()) {
            break;
        }
        const Character next = first_character(bytes);
        if (next.bytes == 0) {
            other(out, static_cast<unsigned char>(bytes.front()));
        } else {
            character(out, bytes.substr(0, next.bytes), next.code);
        }
        bytes.remove_prefix(std::max<std::size_t>(next.bytes, 1));
    }
    return out;
}

void append_hex_byte(std::string& out, unsigned value) { fmt::format_to(std::back_inserter(out), "\\x{:02x}", value); }

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

// Returns whether the character reorders or hides the text around it, so that a reader does not see what is there.
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

// Returns whether a name ends like "-0123456789abcdef". Only a name to which its hash was added may do so.
bool ends_like_a_hash(std::string_view name) {
    return name.size() >= 17 && name[name.size() - 17] == '-' &&
           name.substr(name.size() - 16).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Returns the Damerau-Levenshtein distance: the number of letters to insert, delete, replace or swap with a neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

}  // namespace

Character first_character(std::string_view text) {
    if (!text.empty() && (text.front() & '\x80') == 0) {
        return {static_cast<std::uint32_t>(text.front()), 1};
    }
    utf8proc_int32_t code = 0;
    const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const utf8proc_ssize_t length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
    return length <= 0 ? Character{} : Character{static_cast<std::uint32_t>(code), static_cast<std::size_t>(length)};
}

void append_utf8(std::string& out, std::uint32_t code) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes.data());
    out.append(bytes.begin(), bytes.begin() + length);
}

bool is_utf8(std::string_view bytes) {
    for (bytes.remove_prefix(ascii_length(bytes)); !bytes.empty(); bytes.remove_prefix(ascii_length(bytes))) {
        const std::size_t length = first_character(bytes).bytes;
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
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

// CMake drops a newline that follows the opening bracket, so a text that begins with one is given another.
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

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (true) {
        const std::size_t end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines = split(text, '\n');
    if (lines.back().empty()) {
        lines.pop_back();
    }
    return lines;
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string_view limited = word.substr(0, 64);
    // At most a third of the letters may differ. A word of one or two letters may differ only in case.
    std::size_t best = limited.size() <= 2 ? 1 : std::max<std::size_t>(1, limited.size() / 3) + 1;
    std::string found;
    for (const std::string& candidate : candidates) {
        const std::size_t letters = same_but_case(limited, candidate) ? 0 : distance(limited, candidate);
        if (letters < best) {
            best = letters;
            found = candidate;
        }
    }
    return found;
}

}  // namespace pf
