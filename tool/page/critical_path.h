// What of a run had to happen one after the other. docs/design/report-page.md defines it.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_CRITICAL_PATH_H
#define PARALLEL_FIXTURES_TOOL_PAGE_CRITICAL_PATH_H

#include <cstdint>
#include <limits>
#include <vector>

namespace pf {

inline constexpr std::uint32_t kNoStep = std::numeric_limits<std::uint32_t>::max();

// One instance of a fixture.
struct PathInstance {
    double setup_seconds = 0;
    double teardown_seconds = 0;
    std::vector<std::uint32_t> parents;  // The instances that it is nested in.
};

struct PathTask {
    double seconds = 0;                    // The sum of all attempts.
    std::vector<std::uint32_t> instances;  // The innermost that it ran on.
};

// The longest chain of set-ups, one task and teardowns.
struct CriticalPath {
    std::vector<std::uint32_t> instances;  // The outermost comes first.
    std::uint32_t task = kNoStep;          // kNoStep: no task took any time.
    double setup_seconds = 0;
    double task_seconds = 0;
    double teardown_seconds = 0;

    [[nodiscard]] double seconds() const { return setup_seconds + task_seconds + teardown_seconds; }
};

// A parent must have a lower index than its children; a parent that has not is ignored. Of several chains of the same
// length, the first counts: that of an instance alone before that of a task, and that of the first parent.
CriticalPath critical_path(const std::vector<PathInstance>& instances, const std::vector<PathTask>& tasks);

}  // namespace pf

#endif
