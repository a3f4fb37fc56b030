// Base64 (RFC 4648 section 4, with padding).
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_BASE64_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_BASE64_H

#include <optional>
#include <string>
#include <string_view>

namespace pf {

std::string base64_encode(std::string_view bytes);

// Returns nothing unless all of `text` is Base64.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace pf

#endif
