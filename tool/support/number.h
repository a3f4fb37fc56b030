// Numbers that a text consists of.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_NUMBER_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_NUMBER_H

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace pf {

// Returns the decimal number that `text` is from its first byte to its last, or nothing if it is none or does not fit
// into `Number`. Blanks and a leading "+" are not part of a number. A floating-point number may have an exponent, and
// may be "inf" or "nan".
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace pf

#endif
