// Seeds: one for a run, and from it one for each task, the same whatever else runs and in whatever order.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SEED_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SEED_H

#include <cstdint>
#include <string_view>

#include "runtime/fnv1a.h"

namespace pf {

// FNV-1a over the id, begun with the run's seed.
inline std::uint32_t task_seed(std::uint64_t run_seed, std::string_view id) {
    const std::uint64_t hash = fnv1a(id, run_seed);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace pf

#endif
