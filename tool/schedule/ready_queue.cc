#include "tool/schedule/ready_queue.h"

#include <algorithm>

namespace pf {

void ReadyQueue::push_back(TaskId task, const Need& need) {
    lines_[need].push_back({last_++, task});
    ++size_;
}

void ReadyQueue::push_front(TaskId task, const Need& need) {
    lines_[need].push_front({--first_, task});
    ++size_;
}

ReadyQueue::Lines::const_iterator ReadyQueue::find(const std::function<bool(const Need&)>& fits) const {
    auto best = lines_.end();
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
        const bool earlier = best == lines_.end() || line->second.front().rank < best->second.front().rank;
        if (earlier && (strict_ || fits(line->first))) {
            best = line;
        }
    }
    return best != lines_.end() && strict_ && !fits(best->first) ? lines_.end() : best;
}

bool ReadyQueue::any(const std::function<bool(const Need&)>& fits) const { return find(fits) != lines_.end(); }

std::optional<TaskId> ReadyQueue::take(const std::function<bool(const Need&)>& fits) {
    const auto found = find(fits);
    if (found == lines_.end()) {
        return std::nullopt;
    }
    const auto line = lines_.erase(found, found);  // Returns a writable iterator to the same place.
    const TaskId task = line->second.front().task;
    erase(line, line->second.begin());
    return task;
}

bool ReadyQueue::remove(TaskId task) {
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
        const auto found = std::find_if(line->second.begin(), line->second.end(),
                                        [task](const Entry& entry) { return entry.task == task; });
        if (found != line->second.end()) {
            erase(line, found);
            return true;
        }
    }
    return false;
}

void ReadyQueue::erase(Lines::iterator line, std::deque<Entry>::iterator entry) {
    --size_;
    first_ = size_ == 0 ? 0 : entry->rank == first_ ? first_ + 1 : first_;
    last_ = size_ == 0 ? 0 : last_;
    line->second.erase(entry);
    if (line->second.empty()) {
        lines_.erase(line);
    }
}

const Need* ReadyQueue::first_need() const {
    const auto first = std::min_element(lines_.begin(), lines_.end(), [](const auto& a, const auto& b) {
        return a.second.front().rank < b.second.front().rank;
    });
    return first == lines_.end() ? nullptr : &first->first;
}

std::vector<TaskId> ReadyQueue::drain() {
    std::vector<Entry> entries;
    entries.reserve(size_);
    for (const auto& [need, line] : lines_) {
        entries.insert(entries.end(), line.begin(), line.end());
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.rank < b.rank; });
    std::vector<TaskId> tasks;
    tasks.reserve(entries.size());
    for (const Entry& entry : entries) {
        tasks.push_back(entry.task);
    }
    lines_.clear();
    size_ = 0;
    first_ = last_ = 0;
    return tasks;
}

}  // namespace pf
