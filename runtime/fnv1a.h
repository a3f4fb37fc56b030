// The hash function FNV-1a with 64 bits by Fowler, Noll and Vo. Its results are the same on every machine. It does
// not protect against deliberate collisions.
#ifndef PARALLEL_FIXTURES_RUNTIME_FNV1A_H
#define PARALLEL_FIXTURES_RUNTIME_FNV1A_H

#include <cstdint>
#include <string_view>

namespace pf {

class Fnv1a {
public:
    // Different seeds give different hash functions; 0 gives the standard one.
    explicit Fnv1a(std::uint64_t seed = 0) : hash_(0xcbf29ce484222325U ^ seed) {}

    // Adds one unit, usually a byte; a greater value can serve as a separator.
    void add(unsigned unit) { hash_ = (hash_ ^ unit) * 0x100000001b3U; }
    void add(std::string_view bytes) {
        for (const char byte : bytes) {
            add(static_cast<unsigned char>(byte));
        }
    }
    [[nodiscard]] std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_;
};

// Returns the hash of `bytes`.
inline std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0) {
    Fnv1a hash(seed);
    hash.add(bytes);
    return hash.value();
}

}  // namespace pf

#endif
