// Bytes of any origin as text that a terminal, an XML file, a JSON file or a directory can hold. Nothing is dropped:
// what does not fit is shown.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_TEXT_H

#include <cstddef>
#include <string>
#include <string_view>

namespace pf {

// How many bytes at the beginning of `bytes` are one UTF-8 character (RFC 3629: shortest form, no surrogates, at most
// U+10FFFF); 0: they are none.
std::size_t utf8_length(std::string_view bytes);

bool is_utf8(std::string_view bytes);

// As UTF-8: other bytes become \xff, everything else stays.
std::string utf8_text(std::string_view bytes);

// For a terminal: nothing in the result moves the cursor but newline and tab, and nothing starts an escape sequence.
// Control characters (of C0, of C1, DEL) become \x1b, invisible direction marks \u202e, bytes that are not UTF-8 \xff.
// CR LF is LF; a CR alone is LF too, because what followed it began a line.
std::string printable(std::string_view bytes);

// printable(), with a space for each newline and tab: for what is quoted in a message.
std::string one_line(std::string_view bytes);

// For XML 1.0, before markup is escaped: what it cannot hold is shown as CTest shows it, [NON-XML-CHAR-0x1B] and
// [NON-UTF-8-BYTE-0xFF] (cmXMLSafe of CMake 3.25).
std::string xml_text(std::string_view bytes);

// As a bracket argument, which CMake reads without evaluating anything in it.
std::string cmake_bracket(std::string_view text);

// A file name for a task's id: the id itself where it is made of A-Z a-z 0-9 . _ - and short, otherwise what is left of
// it and a hash of the whole. Never empty, no leading dot, at most 120 bytes; different ids give different names.
std::string safe_file_name(std::string_view id);

}  // namespace pf

#endif
