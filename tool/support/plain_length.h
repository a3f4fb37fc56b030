// Finds text that JSON, XML or HTML can hold as it is.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_PLAIN_LENGTH_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_PLAIN_LENGTH_H

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pf {

// Returns a number whose lowest high bit of a byte is that of the first byte, from the lowest, that is not plain.
// Returns 0 if all eight are plain.
template <char... Special>
constexpr std::uint64_t special_bits(std::uint64_t bytes) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    // A subtraction sets the high bit of the first byte that is too small for it.
    const std::uint64_t found = (bytes | ... | ((bytes ^ (kOnes * Special)) - kOnes)) | (bytes - kOnes * 0x20);
    return found & (kOnes * 0x80);
}

// Returns how many bytes at the beginning of `text` are plain: ASCII, no control character, and none of `Special`.
// Looks at eight bytes at a time, which takes about two instructions a byte. A loop over single bytes takes five.
template <char... Special>
std::size_t plain_length(std::string_view text) {
    constexpr std::size_t kBlock = sizeof(std::uint64_t);
    constexpr std::size_t kByte = 8;  // Bits.
    std::size_t at = 0;
    if constexpr (std::endian::native == std::endian::little) {
        const auto special_at = [&text](std::size_t offset) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + offset, kBlock);
            return special_bits<Special...>(bytes);
        };
        for (; at + kBlock <= text.size(); at += kBlock) {
            if (const std::uint64_t special = special_at(at)) {
                return at + static_cast<std::size_t>(std::countr_zero(special)) / kByte;
            }
        }
        if (text.size() >= kBlock) {
            // The last bytes are looked at together with some that were already found to be plain.
            at = text.size() - kBlock;
            const std::uint64_t special = special_at(at);
            return special == 0 ? text.size() : at + static_cast<std::size_t>(std::countr_zero(special)) / kByte;
        }
    }
    const auto is_plain = [](char c) { return static_cast<signed char>(c) >= 0x20 && ((c != Special) && ...); };
    while (at < text.size() && is_plain(text[at])) {
        ++at;
    }
    return at;
}

// Returns how many bytes at the beginning of `text` are ASCII.
inline std::size_t ascii_length(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    std::size_t at = 0;
    for (std::uint64_t bytes = 0; at + sizeof bytes <= text.size(); at += sizeof bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        if ((bytes & kHighBits) != 0) {
            break;
        }
    }
    while (at < text.size() && (text[at] & '\x80') == 0) {
        ++at;
    }
    return at;
}

}  // namespace pf

#endif
