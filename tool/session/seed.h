// The seed of a task, which depends on the seed of the run and on the task alone.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SEED_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SEED_H

#include <cstdint>
#include <string_view>

#include "runtime/fnv1a.h"

namespace pf {

// Returns the FNV-1a hash of the id, with the seed of the run mixed into its basis.
inline std::uint32_t task_seed(std::uint64_t run_seed, std::string_view id) {
    const std::uint64_t hash = fnv1a(id, run_seed);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace pf

#endif
