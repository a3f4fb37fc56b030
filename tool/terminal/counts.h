// Numbers of tasks by their results so far.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_COUNTS_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_COUNTS_H

#include <cstdint>

#include "tool/event/event.h"

namespace pf {

struct TaskCounts {
    std::uint64_t repeated = 0;  // Attempts of a stress test after which another one follows.
    std::uint64_t declared = 0;
    std::uint64_t passed = 0;
    std::uint64_t failed = 0;
    std::uint64_t timeout = 0;
    std::uint64_t crashed = 0;
    std::uint64_t skipped = 0;
    std::uint64_t not_run = 0;
    std::uint64_t flaky = 0;          // Tasks among `passed`.
    std::uint64_t slow = 0;           // Tasks among `passed`.
    std::uint64_t passed_leaked = 0;  // Tasks among `passed`.
    std::uint64_t leaked = 0;

    // Counts a final result.
    void add(const TaskEnded& ended);

    [[nodiscard]] std::uint64_t run() const { return passed + failed + timeout + crashed; }
    [[nodiscard]] std::uint64_t ended() const { return run() + skipped + not_run; }
};

}  // namespace pf

#endif
