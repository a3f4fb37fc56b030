// Copies text to a place where some of its bytes have to be written in another way: outputs of tests, which are long,
// and whose lines are often short.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_COPY_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_COPY_TEXT_H

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pf {

// Sixteen bytes that are compared at a time. A comparison gives a byte of ones, or of zeros, for each.
using ByteBlock [[gnu::vector_size(16)]] = signed char;

// The bytes that are not plain: control characters, those beyond ASCII, and `Special`. Each works on a byte and on a
// block.
template <char... Special>
struct PlainText {
    template <typename Bytes>
    static constexpr auto is_special(Bytes bytes) {
        return ((bytes < 0x20) | ... | (bytes == Special));
    }
};

// The same, but line ends and tabs are plain.
template <char... Special>
struct PlainLines {
    template <typename Bytes>
    static constexpr auto is_special(Bytes bytes) {
        return (((bytes < 0x20) & (bytes != '\n') & (bytes != '\t')) | ... | (bytes == Special));
    }
};

// Copies text from `at` to `out`, up to `end`, and moves both. `Plain` is PlainText or PlainLines. Calls
// `on_special(at, out)` at each byte that is not plain, which must take at least that byte and return true, or return
// false to end the copy. Returns whether the end was reached. Writes up to 15 bytes beyond `out`, so there must be room
// for them.
//
// All special bytes of a block are handled before the next one is read, so that the processor need not wait for each to
// know where to read on.
template <typename Plain, typename OnSpecial>
bool copy_text(const char*& at, const char* end, char*& out, OnSpecial on_special) {
    constexpr std::ptrdiff_t kBlock = sizeof(ByteBlock);
    const auto copy_to = [&at, &out](const char* to) {
        std::memcpy(out, at, kBlock);
        out += to - at;
        at = to;
    };
    while (std::endian::native == std::endian::little && end - at >= 2 * kBlock) {
        const char* const block = at;
        ByteBlock bytes;
        std::memcpy(&bytes, block, kBlock);
        const ByteBlock special = Plain::is_special(bytes);
        std::array<std::uint64_t, 2> words;
        std::memcpy(words.data(), &special, kBlock);
        for (std::size_t i = 0; i < words.size(); ++i) {
            // One bit is kept of each byte, and the lowest is taken away at a time.
            for (std::uint64_t bits = words[i] & 0x8080808080808080; bits != 0; bits &= bits - 1) {
                const char* const next = block + 8 * i + std::countr_zero(bits) / 8;
                if (next < at) {
                    continue;  // It was taken together with the one before.
                }
                copy_to(next);
                if (!on_special(at, out)) {
                    return false;
                }
            }
        }
        if (at - block < kBlock) {
            copy_to(block + kBlock);
        }
    }
    while (at < end) {
        if (!Plain::is_special(static_cast<signed char>(*at))) {
            *out++ = *at++;
        } else if (!on_special(at, out)) {
            return false;
        }
    }
    return true;
}

}  // namespace pf

#endif
