#include "tool/support/json_text.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string>

namespace pf {

JsonText& JsonText::seconds(double value) {
    constexpr double kExact = 1e9;  // Seconds up to which microseconds are whole numbers of a double.
    if (!std::isfinite(value)) {
        return null();
    }
    if (std::abs(value) >= kExact) {
        return word(fmt::format("{}", value));
    }
    constexpr std::uint64_t kMicro = 1000000;
    const auto micro = static_cast<std::uint64_t>(std::llround(std::abs(value) * static_cast<double>(kMicro)));
    constexpr std::size_t kDigits = 20;
    char* at = separated(2 * kDigits);
    if (value < 0) {
        at = put(at, '-');
    }
    at = std::to_chars(at, at + kDigits, micro / kMicro).ptr;
    // The leading 1 keeps the zeros of the fraction, and gives way to the point.
    char* const point = at;
    at = std::to_chars(at, at + kDigits, kMicro + micro % kMicro).ptr;
    *point = '.';
    while (at[-1] == '0' && at[-2] != '.') {
        --at;
    }
    out_.filled_to(at);
    return *this;
}

}  // namespace pf
