// Text: UTF-8, lines, and bytes of any origin as something that a terminal, an XML file, a JSON file or a directory can
// hold. No function drops a byte: what the destination cannot hold is shown in another form.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_TEXT_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

// A character of UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;
};

// Returns the character at the beginning of `text`. Its `bytes` are 0 if `text` is empty or does not begin with one.
Character first_character(std::string_view text);

// Appends the character with this code, which must be a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t code);

bool is_utf8(std::string_view bytes);

// Returns `bytes` as UTF-8: a byte that belongs to no character becomes "\xff" with its own two digits, and everything
// else stays.
std::string utf8_text(std::string_view bytes);

// Returns `bytes` as text that cannot control a terminal: the only characters in it that move the cursor are newline
// and tab, and none begins an escape sequence. Control characters (C0, C1, DEL) become "\x1b", invisible direction
// marks "\u202e", and bytes that are not UTF-8 "\xff". CR LF becomes LF, and so does a lone CR, because what follows it
// begins a line.
std::string printable(std::string_view bytes);

// Returns printable() with a space for each newline and tab, to be quoted in a message.
std::string one_line(std::string_view bytes);

// Returns `bytes` as characters that XML 1.0 allows; markup is not escaped yet. The others are shown as CTest shows
// them: "[NON-XML-CHAR-0x1B]" and "[NON-UTF-8-BYTE-0xFF]" (cmXMLSafe of CMake 3.25).
std::string xml_text(std::string_view bytes);

// Returns `text` as a bracket argument, in which CMake evaluates nothing.
std::string cmake_bracket(std::string_view text);

// Returns a file name for a task's id: the id itself if it is short and consists of A-Z a-z 0-9 . _ -, otherwise its
// beginning with "_" for other characters, and a hash of the whole id. The name is not empty, has no leading dot and at
// most 120 bytes. Different ids have different names.
std::string safe_file_name(std::string_view id);

// Returns the pieces of `text` between the separators, of which there is always at least one. The views point into
// `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

// Returns the lines of `text` without their newlines. A newline at the end begins no further line. The views point into
// `text`.
std::vector<std::string_view> split_lines(std::string_view text);

// Returns `text` without the characters of `blanks` at either end.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n\f\v");

// Compares two texts without regard to the case of ASCII letters.
bool same_but_case(std::string_view a, std::string_view b);
char ascii_lower(char c);

// Returns the candidate that is most similar to `word`; "" if none is similar.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace pf

#endif
