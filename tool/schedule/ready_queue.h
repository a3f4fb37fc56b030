// The waiting tasks of one group, by what they need.
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

// What a task reserves while it runs.
struct Need {
    int processors = 1;
    bool serial = false;     // Nothing else may run at the same time.
    std::vector<int> locks;  // The numbers of resource locks, sorted.
    int demand = 0;          // The number of its RESOURCE_GROUPS (resource_pool.h); 0: it has none.

    auto operator<=>(const Need&) const = default;  // NOLINT(modernize-use-nullptr): the compiler writes it.
};

// Tasks with the same need wait in one line, so that a choice compares the heads of a few lines however many tasks
// wait.
class ReadyQueue {
public:
    // With `strict` only the first task may be taken (DISPATCH UNIT).
    explicit ReadyQueue(bool strict = false) : strict_(strict) {}
    ReadyQueue(ReadyQueue&&) = default;
    ReadyQueue& operator=(ReadyQueue&&) = default;

    // Adds a task behind all others.
    void push_back(TaskId task, const Need& need);
    // Adds a task before all others: a retry.
    void push_front(TaskId task, const Need& need);

    // Removes and returns the first task whose need `fits`; nullopt: none fits now.
    std::optional<TaskId> take(const std::function<bool(const Need&)>& fits);

    // Removes a task. Returns false if it does not wait.
    bool remove(TaskId task);

    // Returns whether take() would find a task.
    [[nodiscard]] bool any(const std::function<bool(const Need&)>& fits) const;

    // Returns the first task; nullopt: the queue is empty.
    [[nodiscard]] std::optional<TaskId> first() const;

    // Returns the need of the first task; null: the queue is empty.
    [[nodiscard]] const Need* first_need() const;

    struct Head {
        TaskId task;
        const Need* need;
    };
    // Returns the first task of each line, in the order in which take() compares them.
    [[nodiscard]] std::vector<Head> heads() const;

    // Removes all tasks and returns them in order.
    std::vector<TaskId> drain();

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

private:
    struct Entry {
        std::int32_t rank;
        TaskId task;
    };
    using Lines = std::map<Need, std::deque<Entry>>;

    [[nodiscard]] std::optional<Lines::iterator> find(const std::function<bool(const Need&)>& fits) const;
    void erase(Lines::iterator line, const std::deque<Entry>::iterator& entry);

    Lines lines_;                                      // None is empty.
    std::map<std::int32_t, Lines::iterator> by_head_;  // The lines by the rank of their first task.
    std::size_t size_ = 0;
    // Ranks grow in both directions. They are used again, so that endless retries do not exhaust them.
    std::int32_t first_ = 0;
    std::int32_t last_ = 0;
    bool strict_;
};

}  // namespace pf

#endif
