// Finds out whether a GoogleTest program has global environments, which GoogleTest itself tells nobody. The adapter has
// to know before it sets them up (docs/design/gtest.md).
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_ENVIRONMENTS_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_ENVIRONMENTS_H

#include <gtest/gtest.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/adapters/gtest_access.h"

namespace parallel_fixtures {

// The words of a std::vector of pointers, as libstdc++ and libc++ lay it out.
struct VectorWords {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::uintptr_t capacity = 0;

    [[nodiscard]] bool is_valid() const {
        return begin <= end && end <= capacity && begin % sizeof(void*) == 0 && (end - begin) % sizeof(void*) == 0;
    }
    [[nodiscard]] std::size_t size() const { return (end - begin) / sizeof(void*); }
};

// Copies words of this process by a system call, which fails where a pointer leads nowhere. Returns how many there are.
inline std::size_t copy_words(std::uintptr_t from, std::vector<std::uintptr_t>& into) {
    iovec local{into.data(), into.size() * sizeof(std::uintptr_t)};
    // NOLINTNEXTLINE(performance-no-int-to-ptr): this is an address, and nothing is read through the pointer.
    iovec remote{reinterpret_cast<void*>(from), local.iov_len};
    const ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    return copied < 0 ? 0 : static_cast<std::size_t>(copied) / sizeof(std::uintptr_t);
}

// Returns false only if the program certainly has no global environment. In GoogleTest's UnitTestImpl the vector of the
// environments is followed by that of the suites, which is recognized by its elements. `suites` has all of them.
inline bool may_have_environments(const std::vector<testing::TestSuite*>& suites) {
    constexpr std::size_t kWords = 64;  // The vector of the suites ends before the 32nd word.
    std::vector<std::uintptr_t> words(kWords);
    words.resize(copy_words(gtest_access::implementation(), words));
    for (std::size_t at = 3; at + 3 <= words.size() && !suites.empty(); ++at) {
        const VectorWords listed{words[at], words[at + 1], words[at + 2]};
        if (!listed.is_valid() || listed.size() != suites.size()) {
            continue;
        }
        std::vector<std::uintptr_t> elements(suites.size());
        const bool same = copy_words(listed.begin, elements) == suites.size() &&
                          std::equal(elements.begin(), elements.end(), suites.begin(), [](auto word, auto* suite) {
                              return word == reinterpret_cast<std::uintptr_t>(suite);
                          });
        const VectorWords environments{words[at - 3], words[at - 2], words[at - 1]};
        if (same) {
            return !environments.is_valid() || environments.size() > 0;
        }
    }
    return true;
}

}  // namespace parallel_fixtures

#endif
