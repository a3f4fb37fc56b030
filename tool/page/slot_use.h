// How a run used its slots, and what would make it shorter.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_SLOT_USE_H
#define PARALLEL_FIXTURES_TOOL_PAGE_SLOT_USE_H

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tool/page/critical_path.h"

namespace pf {

// Something that took slots: an attempt of a task, a set-up or a teardown. Times are seconds since the run's start.
struct BusySpan {
    enum class Kind { task, setup, teardown };
    double begin = 0;
    double end = 0;
    int slots = 1;
    Kind kind = Kind::task;
};

// The wait of a task that held up its group while a slot was free.
struct WaitSpan {
    double begin = 0;
    double end = 0;
    double task_seconds = 0;                           // What the task then took, times its slots.
    const std::vector<std::string>* causes = nullptr;  // As in TaskStarted::waited_for.
};

// Seconds of slots: two slots that are idle for three seconds are six. Their sum is `slots` times `wall`.
struct SlotUse {
    int slots = 1;
    double wall = 0;
    double busy = 0;
    double idle_for_setups = 0;  // Tasks were waiting, and a set-up was at work.
    double idle_held_back = 0;   // Tasks were waiting, and no set-up was at work.
    double idle_at_end = 0;      // All tasks had been started.
    // How much of `idle_held_back` the tasks could have used that waited for this; the most first. Two causes may have
    // the same time.
    std::vector<std::pair<std::string, double>> usable_by_cause;

    // The time that the work alone takes on these slots.
    [[nodiscard]] double work_bound() const { return busy / slots; }
};

// The most slots that were taken at one time.
int most_slots(const std::vector<BusySpan>& spans);

SlotUse slot_use(const std::vector<BusySpan>& spans, int slots, double wall, const std::vector<WaitSpan>& waits = {});

struct AdviceFacts {
    SlotUse use;
    CriticalPath path;
    std::string task;                   // The task of the path, for people.
    std::vector<std::string> fixtures;  // The instances of the path, for people, the outermost first.
    std::size_t slowest = 0;            // The one of these whose set-up took longest.
    bool can_linger = false;            // That one is of a command or a service, with the scope RUN.
};

// Why the run could not have been shorter, as one sentence. Empty: nothing took any time.
std::string shortest_possible(const AdviceFacts& facts);

// What would make it shorter, as one sentence. Empty: nothing took any time.
std::string advice(const AdviceFacts& facts);

}  // namespace pf

#endif
