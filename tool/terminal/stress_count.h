// Counts the runs of tasks in a stress test.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_STRESS_COUNT_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_STRESS_COUNT_H

#include <cstdint>
#include <string>

#include "tool/event/event.h"

namespace pf {

class StressCount {
public:
    void add(const TaskStarted& started);
    void add(const TaskEnded& ended);

    // Returns how many runs passed, how many in a second, and which run was the first that did not pass.
    [[nodiscard]] std::string sentence() const;

private:
    std::uint64_t started_ = 0;
    std::uint64_t not_passed_ = 0;
    std::string first_;  // The task of the first run that did not pass.
    int first_attempt_ = 0;
    double began_ = -1;  // When the first run began; -1: none did.
    double ended_ = 0;   // When the last run ended.
};

}  // namespace pf

#endif
