// The workers of the groups: which one gets a task, and which of them go.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {

int Scheduler::worker_count(GroupId id) const {
    const Group& group = plan_.groups[id];
    if (group.dispatch == Dispatch::unit) {
        return 1;
    }
    return group.workers > 0 ? std::min(group.workers, options_.slots) : options_.slots;
}

// Returns the number of the worker that gets the next task, -1: none. A worker whose fixtures are up comes before one
// that has to set them up. In a pool each number belongs to one group at a time, because tasks derive ports and names
// from the number.
int Scheduler::free_worker(GroupId id) const {
    const GroupState& group = groups_[id];
    const Pool& pool = pool_of(id);
    for (const int number : group.idle) {
        ++looked_at_;
        const GroupId holder = pool.holder(number);
        if ((holder == kNone || holder == id) && !is_doomed(worker_at({id, number}))) {
            return number;
        }
    }
    const int unused = pool.numbers.lowest_free();
    return unused < worker_count(id) ? unused : -1;
}

// Returns the worker for the next task. REQUIRES: there is one.
Scheduler::Worker& Scheduler::open_worker(GroupId id) {
    GroupState& group = groups_[id];
    const int number = free_worker(id);
    for (int made = static_cast<int>(group.workers.size()); made <= number; ++made) {
        group.workers.emplace_back().id = {id, made};
    }
    Worker& worker = worker_at({id, number});
    group.open += worker.open ? 0 : 1;
    worker.open = true;
    active_.insert(id);
    return worker;
}

// Called when the worker has got or given back a task, when its fixtures have changed, and when it was closed.
void Scheduler::note_worker(const Worker& worker) {
    const auto [id, number] = worker.id;
    GroupState& group = groups_[id];
    Pool& pool = pool_of(id);
    const bool holds = worker.assignment || !worker.instances.empty();
    const bool held = pool.holder(number) == id;
    if (holds && !held) {
        pool.numbers.take(number);
        pool.holders.resize(std::max(pool.holders.size(), static_cast<std::size_t>(number) + 1), kNone);
    } else if (!holds && held) {
        pool.numbers.give_back(number);
    }
    if (holds != held) {
        pool.holders[static_cast<std::size_t>(number)] = holds ? id : kNone;
        waiting_.set({Obstacle::Kind::workers, static_cast<std::uint32_t>(group.pool)},
                     pool.numbers.lowest_free() >= pool.most);
    }
    const bool idle = worker.open && !worker.assignment &&
                      (worker.instances.empty() || instances_.at(worker.instances.back()).phase == Phase::up);
    if (!idle) {
        group.idle.erase(number);
    } else if (group.idle.insert(number).second) {
        wake(id);
    }
    note_idle(id);
    touch(id);
}

// Keeps the lists of a pool that is shared.
void Scheduler::note_idle(GroupId id) {
    Pool& pool = pool_of(id);
    if (!pool.shared) {
        return;
    }
    const GroupState& group = groups_[id];
    const auto keep = [id](std::set<GroupId>& all, bool in) {
        if (in) {
            all.insert(id);
        } else {
            all.erase(id);
        }
    };
    keep(pool.waiting, !group.ready.empty());
    keep(pool.idle, (group.ready.empty() || follows_in_unit(id)) && !group.idle.empty());
}

// The idle workers of the group, or of a group of its pool, may have to go.
void Scheduler::touch(GroupId id) {
    retire_.insert(id);
    if (pool_of(id).shared) {
        touched_pools_.insert(groups_[id].pool);
    }
}

// Whether a group of the pool waits for a number that another group has.
bool Scheduler::starved(const Pool& pool) const {
    return pool.shared && pool.numbers.lowest_free() >= pool.fewest &&
           std::any_of(pool.waiting.begin(), pool.waiting.end(), [this](GroupId id) {
               ++looked_at_;
               return free_worker(id) < 0;
           });
}

// Closes idle workers of groups for which nothing waits, and those whose fixtures are dead. If another group of the
// pool waits for their numbers, the workers are closed although their fixtures are held.
void Scheduler::retire_idle_workers(double now) {
    for (const std::size_t index : std::exchange(touched_pools_, {})) {
        ++looked_at_;
        if (starved(pools_[index])) {
            retire_.insert(pools_[index].idle.begin(), pools_[index].idle.end());
        }
    }
    for (auto id = next_to_retire(0); id; id = next_to_retire(*id + 1)) {
        retire_in(*id, now);
    }
}

std::optional<GroupId> Scheduler::next_to_retire(GroupId from) const {
    const auto changed = retire_.lower_bound(from);
    const auto later = teardown_allowed() ? retire_later_.lower_bound(from) : retire_later_.end();
    if (changed == retire_.end() && later == retire_later_.end()) {
        return std::nullopt;
    }
    return changed == retire_.end() ? *later : later == retire_later_.end() ? *changed : std::min(*changed, *later);
}

void Scheduler::retire_in(GroupId id, double now) {
    ++looked_at_;
    retire_.erase(id);
    retire_later_.erase(id);
    GroupState& group = groups_[id];
    const bool wanted =
        !group.ready.empty() || group.handed > 0 || group_held(id) || (group.generators > 0 && starting_allowed());
    const bool all = !wanted || ((group.ready.empty() || follows_in_unit(id)) && starved(pool_of(id)));
    bool later = false;
    for (auto next = all || dead_ > 0 ? group.idle.begin() : group.idle.end(); next != group.idle.end();) {
        ++looked_at_;
        Worker& worker = worker_at({id, *next++});
        if (all || is_doomed(worker)) {
            later = !take_down_worker(worker, now) || later;
        }
    }
    retire_.erase(id);  // What has changed here was changed by this function.
    if (later) {
        retire_later_.insert(id);
    }
    if (later && all) {
        pool_of(id).idle.erase(id);  // No worker of the group can go now, even if another group waits for its number.
    } else {
        note_idle(id);
    }
    if (group.open == 0) {
        active_.erase(id);
    }
}

// A run that is being ended does not wait for slots, because the tasks that hold them are being ended.
bool Scheduler::teardown_allowed() const { return slot_free() || stop_ >= StopLevel::terminate; }

// Closes an idle worker once its fixtures are torn down, of which it begins with the innermost. Returns false if that
// waits for a slot.
bool Scheduler::take_down_worker(Worker& worker, double now) {
    if (worker.instances.empty()) {
        worker.open = false;
        --groups_[worker.id.group].open;
        actions_.push_back(CloseWorker{worker.id});
    } else if (teardown_allowed()) {
        const InstanceId last = worker.instances.back();
        tear_down(last, !instances_.at(last).skipped, true, now);
    } else {
        return false;
    }
    note_worker(worker);
    return true;
}

}  // namespace pf
