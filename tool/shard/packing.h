// Distributes work over machines so that the one that takes longest takes as short as possible, when a machine must
// also set up the fixtures that its work requires.
//
// Times are whole microseconds, because every machine computes the distribution for itself and all must have the same
// one, whatever their processors do with fractions.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SHARD_PACKING_H
#define PARALLEL_FIXTURES_TOOL_SHARD_PACKING_H

#include <cstdint>
#include <vector>

namespace pf {

using Micros = std::int64_t;

// Work that stays on one machine.
struct WorkItem {
    Micros time = 0;                      // Not negative.
    std::vector<std::uint32_t> fixtures;  // Indices into ShardWork::setups, in ascending order and each once.
};

struct ShardWork {
    std::vector<Micros> setups;  // By fixture: the time of its set-up, once on each machine that needs it.
    std::vector<WorkItem> items;
};

// By item: its machine, from 0.
using Shares = std::vector<std::uint32_t>;

// Returns the distribution of the work over so many machines, at least one. The largest items are placed first, and the
// items with the same fixtures stay together unless the work gets done earlier when they are split. The time that this
// takes grows with the number of items, not faster.
Shares pack(const ShardWork& work, std::uint32_t machines);

// By machine: the time of its items and of the set-ups that they need.
std::vector<Micros> loads(const ShardWork& work, const Shares& shares, std::uint32_t machines);

// Returns a time that no distribution over so many machines can stay below.
Micros lower_bound(const ShardWork& work, std::uint32_t machines);

}  // namespace pf

#endif
