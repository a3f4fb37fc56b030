// The tasks of one group that wait, by what they need.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_READY_QUEUE_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_READY_QUEUE_H

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// What a task takes while it runs.
struct Need {
    int processors = 1;
    bool serial = false;     // Nothing else may run.
    std::vector<int> locks;  // Sorted numbers of resource locks.

    auto operator<=>(const Need&) const = default;  // NOLINT(modernize-use-nullptr): of the compiler's making.
};

// Tasks with the same need wait in one line, so choosing looks at the heads of a few lines only, however many tasks
// wait.
class ReadyQueue {
public:
    // `strict`: only the very first task may be taken (a UNIT).
    explicit ReadyQueue(bool strict = false) : strict_(strict) {}

    // Tasks are added in the order in which they want to start.
    void push_back(TaskId task, const Need& need);
    // A task that goes before all others: a retry.
    void push_front(TaskId task, const Need& need);

    // The first task whose need `fits`, removed; nullopt: none fits now.
    std::optional<TaskId> take(const std::function<bool(const Need&)>& fits);

    // Takes this one out; false: it does not wait.
    bool remove(TaskId task);

    // True when take() would find a task.
    [[nodiscard]] bool any(const std::function<bool(const Need&)>& fits) const;

    // The need of the task that wants to start first; null: empty.
    [[nodiscard]] const Need* first_need() const;

    // Everything that waits, in order; empty afterwards.
    std::vector<TaskId> drain();

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

private:
    struct Entry {
        std::int32_t rank;
        TaskId task;
    };
    using Lines = std::map<Need, std::deque<Entry>>;

    [[nodiscard]] Lines::const_iterator find(const std::function<bool(const Need&)>& fits) const;
    void has_gone(const Entry& entry);

    Lines lines_;
    std::size_t size_ = 0;
    // Ranks grow to both sides; used ones are used again, so that retries without end do not come to an end of them.
    std::int32_t first_ = 0;
    std::int32_t last_ = 0;
    bool strict_;
};

}  // namespace pf

#endif
