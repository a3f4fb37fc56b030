// Strings of JSON.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_STRING_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_STRING_H

#include <cstddef>
#include <string>
#include <string_view>

#include "tool/support/plain_length.h"

namespace pf {

// In an HTML <script> element, the characters <, > and & are escaped, so that no text ends the element.
enum class JsonPlace { file, html };

// Appends the content of a JSON string, without its quotes. `text` must be UTF-8.
void append_json_escaped(std::string& out, std::string_view text, JsonPlace place);

// Returns the same for any bytes. A byte that is not UTF-8 becomes the text \xff.
std::string json_escaped(std::string_view bytes, JsonPlace place);

// Returns how many bytes at the beginning of `text` are ASCII that needs no escape.
inline std::size_t json_plain_length(std::string_view text, JsonPlace place) {
    return place == JsonPlace::html ? plain_length<'"', '\\', '<', '>', '&'>(text) : plain_length<'"', '\\'>(text);
}

}  // namespace pf

#endif
