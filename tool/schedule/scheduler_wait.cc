// What tasks wait for, beside a free slot. docs/design/scheduling.md has the rules. Only tasks that cannot start in
// their turn are noted, so that all others cost nothing.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {
namespace {

constexpr std::uint32_t kAlone = std::numeric_limits<std::uint32_t>::max();  // Room in which a task is alone.

}  // namespace

// The task cannot start, although it is its turn.
void Scheduler::note_wait(TaskId task, Obstacle obstacle, bool serial, double now) {
    Wait& wait = waits_.try_emplace(task, Wait{{now, now, {}}, {}, now}).first->second;
    wait.seen = now;
    if (serial && obstacle.kind == Obstacle::Kind::room) {  // A task that needs all slots waits for the same room.
        obstacle.number = kAlone;
    }
    if (wait.last == obstacle) {
        return;
    }
    wait.last = obstacle;
    std::string cause = cause_of(obstacle, serial);
    std::vector<std::string>& causes = wait.told.causes;
    if (std::find(causes.begin(), causes.end(), cause) == causes.end()) {
        causes.push_back(std::move(cause));
    }
}

// Returns what keeps a task from starting, in the word of TaskWait.
std::string Scheduler::cause_of(Obstacle obstacle, bool serial) const {
    if (obstacle.kind == Obstacle::Kind::room) {
        return serial ? "run_serial" : "processors";
    }
    if (obstacle.kind != Obstacle::Kind::lock) {
        return obstacle.kind == Obstacle::Kind::demand ? "resources" : "workers";
    }
    const auto name = std::find_if(lock_numbers_.begin(), lock_numbers_.end(), [obstacle](const auto& lock) {
        return static_cast<std::uint32_t>(lock.second) == obstacle.number;
    });
    return "lock " + name->first;
}

// Called when a task that runs alone has got its slots. The first task that could start beside it waits for its end.
void Scheduler::note_wait_for_serial(double now) {
    if (ready_places_.empty() || used_ >= options_.slots) {
        return;
    }
    const GroupId id = order_.at(*ready_places_.begin());
    if (!waits_in_unit(id) && free_worker(id) >= 0 && is_chain_usable(id)) {
        note_wait(*groups_[id].ready.first(), {Obstacle::Kind::room, static_cast<std::uint32_t>(options_.slots)}, true,
                  now);
    }
}

// A lock, or resources of a demand, were given back.
void Scheduler::note_gone(Obstacle obstacle, double now) {
    waiting_.set(obstacle, false);
    gone_at_[obstacle] = now;
}

// The task has its slot. If what it waited for was there before, it has waited for slots since.
void Scheduler::end_wait(TaskId task, double now) {
    const auto wait = waits_.find(task);
    if (wait == waits_.end()) {
        return;
    }
    const auto gone = gone_at_.find(wait->second.last);
    const bool before = gone != gone_at_.end() && gone->second >= wait->second.seen;
    wait->second.told.until = before ? gone->second : now;
}

// Returns the wait of a task that starts; null: it did not wait for long.
TaskWaitPtr Scheduler::take_wait(TaskId task) {
    const auto wait = waits_.extract(task);
    if (!wait || wait.mapped().told.until - wait.mapped().told.since < kShortestWait) {
        return nullptr;
    }
    return std::make_shared<const TaskWait>(std::move(wait.mapped().told));
}

}  // namespace pf
