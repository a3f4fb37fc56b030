#include "tool/schedule/ready_queue.h"

#include <algorithm>

namespace pf {

void ReadyQueue::push_back(TaskId task, const Need& need) {
    const auto line = lines_.try_emplace(need).first;
    line->second.push_back({last_++, task});
    if (line->second.size() == 1) {
        by_head_.emplace(line->second.front().rank, line);
    }
    ++size_;
}

void ReadyQueue::push_front(TaskId task, const Need& need) {
    const auto [line, made] = lines_.try_emplace(need);
    if (!made) {
        by_head_.erase(line->second.front().rank);
    }
    line->second.push_front({--first_, task});
    by_head_.emplace(first_, line);
    ++size_;
}

std::optional<ReadyQueue::Lines::iterator> ReadyQueue::find(const std::function<bool(const Need&)>& fits) const {
    for (const auto& [rank, line] : by_head_) {
        if (fits(line->first)) {
            return line;
        }
        if (strict_) {
            break;
        }
    }
    return std::nullopt;
}

bool ReadyQueue::any(const std::function<bool(const Need&)>& fits) const { return find(fits).has_value(); }

std::optional<TaskId> ReadyQueue::take(const std::function<bool(const Need&)>& fits) {
    const auto found = find(fits);
    if (!found) {
        return std::nullopt;
    }
    const TaskId task = (*found)->second.front().task;
    erase(*found, (*found)->second.begin());
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

void ReadyQueue::erase(Lines::iterator line, const std::deque<Entry>::iterator& entry) {
    --size_;
    first_ = size_ == 0 ? 0 : entry->rank == first_ ? first_ + 1 : first_;
    last_ = size_ == 0 ? 0 : last_;
    by_head_.erase(line->second.front().rank);
    line->second.erase(entry);
    if (line->second.empty()) {
        lines_.erase(line);
    } else {
        by_head_.emplace(line->second.front().rank, line);
    }
}

std::optional<TaskId> ReadyQueue::first() const {
    return by_head_.empty() ? std::nullopt : std::optional(by_head_.begin()->second->second.front().task);
}

const Need* ReadyQueue::first_need() const { return by_head_.empty() ? nullptr : &by_head_.begin()->second->first; }

std::vector<ReadyQueue::Head> ReadyQueue::heads() const {
    std::vector<Head> heads;
    for (const auto& [rank, line] : by_head_) {
        if (heads.empty() || !strict_) {
            heads.push_back({line->second.front().task, &line->first});
        }
    }
    return heads;
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
    by_head_.clear();
    size_ = 0;
    first_ = last_ = 0;
    return tasks;
}

}  // namespace pf
