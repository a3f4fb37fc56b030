// A part of a run that is run by one of several machines.
#ifndef PARALLEL_FIXTURES_TOOL_SHARD_SHARD_H
#define PARALLEL_FIXTURES_TOOL_SHARD_SHARD_H

#include <cstdint>

namespace pf {

inline constexpr std::uint32_t kMaxShards = 10'000;

struct Shard {
    std::uint32_t number = 1;  // From 1.
    std::uint32_t count = 1;   // Of shards, at least `number`.

    bool operator==(const Shard&) const = default;
};

}  // namespace pf

#endif
