// The choice of what starts. docs/design/scheduling.md has the rules.
#include <algorithm>

#include "tool/schedule/scheduler.h"

namespace pf {

bool Scheduler::slot_free() const { return !alone_ && used_ < options_.slots; }

bool Scheduler::fits(const Need& need) const {
    ++looked_at_;
    const bool room = need.serial ? used_ == 0 : !alone_ && used_ + need.processors <= options_.slots;
    return room &&
           std::none_of(need.locks.begin(), need.locks.end(),
                        [this](int lock) { return locks_held_.count(lock) != 0; }) &&
           (need.demand == 0 || resources_->fits(need.demand));
}

bool Scheduler::waits_for_slots(const Need& need) const {
    return !need.serial && used_ + need.processors > options_.slots;
}

void Scheduler::advance(double now) {
    start_teardowns(now);
    if (starting_allowed()) {
        start_holds(now);
        start_tasks(now);
        hand_ahead();
        take_back_for_idle_slots();
    }
    started_.clear();
    start_teardowns(now);  // A start that failed at once may have been the last use of a fixture.
}

// Called when tasks of the group have begun to wait, or wait no more.
void Scheduler::note_ready(GroupId id) {
    GroupState& group = groups_[id];
    const Need* first = group.ready.first_need();
    const int wide = first != nullptr && !first->serial && first->processors > 1 ? first->processors : 0;
    if (wide != group.wide) {
        if (group.wide != 0) {
            const auto line = wide_.find(group.wide);
            line->second.erase(group.place);
            if (line->second.empty()) {
                wide_.erase(line);
            }
        }
        if (wide != 0) {
            wide_[wide].insert(group.place);
        }
        group.wide = wide;
    }
    if (first != nullptr) {
        ready_places_.insert(group.place);
        wake(id);
    } else {
        ready_places_.erase(group.place);
        waiting_.remove(group.place);
        reserved_for_ = reserved_for_ == id ? kNone : reserved_for_;
    }
    note_idle(id);
    touch(id);
}

// Something has changed that may let a task of the group start.
void Scheduler::wake(GroupId id) {
    if (!groups_[id].ready.empty()) {
        waiting_.wake(groups_[id].place);
    }
}

void Scheduler::start_tasks(double now) {
    GroupId blocked = kNone;  // The first group whose first task waits for more slots.
    Place from = reserved_for_ == kNone ? 0 : groups_[reserved_for_].place;
    Place seen = from;  // Groups before it have been looked at.
    while (slot_free() && starting_allowed()) {
        waiting_.set_room(options_.slots - used_);
        const std::optional<Place> next = reserved_for_ == kNone ? waiting_.next(seen) : from;
        if (!next) {
            return;
        }
        if (blocked == kNone) {
            blocked = first_waiting_for_slots(from, *next);
        }
        start_in_turn(order_.at(*next), blocked, now);
        if (reserved_for_ != kNone) {
            return;
        }
        from = *next;
        seen = from + 1;
    }
}

// Starts tasks of the group until something is in the way.
void Scheduler::start_in_turn(GroupId id, GroupId& blocked, double now) {
    ++looked_at_;
    wake(id);
    while (slot_free() && !groups_[id].ready.empty()) {
        std::vector<Obstacle> obstacles = start_in(id, now);
        if (!obstacles.empty()) {
            waiting_.set_room(options_.slots - used_);
            note_shortages(obstacles);
            waiting_.wait(groups_[id].place, std::move(obstacles));
            return;
        }
        if (blocked != kNone) {
            note_passed_over(blocked);
        }
        if (reserved_for_ != kNone) {
            return;
        }
    }
}

// Starts a task of the group, or the set-ups of its next fixtures of scope RUN. Returns what is in the way of its
// tasks; empty: a task was started. REQUIRES: tasks of the group wait, and a slot is free.
std::vector<Obstacle> Scheduler::start_in(GroupId id, double now) {
    GroupState& group = groups_[id];
    bool all_fit = true;
    const auto fit = [this, &all_fit](const Need& need) {
        const bool does = fits(need);
        all_fit = all_fit && does;
        return does;
    };
    if (waits_in_unit(id)) {
        return {{Obstacle::Kind::unit, 0}};
    }
    if (free_worker(id) < 0) {
        const Obstacle obstacle{Obstacle::Kind::workers, static_cast<std::uint32_t>(group.pool)};
        if (plan_.groups[id].dispatch != Dispatch::unit) {  // A unit is a line by its nature.
            note_wait(*group.ready.first(), obstacle, false, now);
        }
        return {obstacle};
    }
    if (!group.ready.any(fit)) {
        return obstacles_of(group.ready, now);
    }
    if (std::vector<Obstacle> obstacles = set_up_chain(group.chain, id, now); !obstacles.empty()) {
        return obstacles;
    }
    const Need first = *group.ready.first_need();
    if (reserved_for_ == id) {
        if (!fits(first)) {
            note_wait(*group.ready.first(), obstacle_of(first), first.serial, now);
            return {obstacle_of(first)};
        }
        reserved_for_ = kNone;
    }
    if (!all_fit) {
        static_cast<void>(obstacles_of(group.ready, now));
    }
    const bool passes_over = waits_for_slots(first);
    const TaskId task = *group.ready.take(fit);
    note_ready(id);
    if (passes_over) {
        note_passed_over(id);
    }
    assign(id, task, now);
    return {};
}

// A task that needs several slots would wait until the very end while tasks of one slot always find room. After some
// starts of others nothing starts until it fits. If the tasks of another group have the worker numbers of its pool, it
// waits for those, and they must be able to end.
void Scheduler::note_passed_over(GroupId blocked) {
    constexpr int kPatience = 4;
    if (++groups_[blocked].passed_over > kPatience * options_.slots && free_worker(blocked) >= 0) {
        reserved_for_ = blocked;
        groups_[blocked].passed_over = 0;
    }
}

// Returns the first group, at these places, whose first task waits for more slots.
GroupId Scheduler::first_waiting_for_slots(Place from, Place to) const {
    Place first = to;
    for (auto wide = wide_.upper_bound(options_.slots - used_); wide != wide_.end(); ++wide) {
        ++looked_at_;
        auto place = wide->second.lower_bound(from);
        while (place != wide->second.end() && *place < first && waits_in_unit(order_.at(*place))) {
            ++looked_at_;
            ++place;
        }
        first = place == wide->second.end() ? first : std::min(first, *place);
    }
    return first == to ? kNone : order_.at(first);
}

// Returns what is in the way of the tasks before the first one that fits. REQUIRES: a slot is free, and it is the turn
// of these tasks.
std::vector<Obstacle> Scheduler::obstacles_of(const ReadyQueue& ready, double now) {
    std::vector<Obstacle> obstacles;
    for (const ReadyQueue::Head& head : ready.heads()) {
        if (fits(*head.need)) {
            break;
        }
        obstacles.push_back(obstacle_of(*head.need));
        note_wait(head.task, obstacles.back(), head.need->serial, now);
    }
    return obstacles;
}

// REQUIRES: the need does not fit, although a slot is free.
Obstacle Scheduler::obstacle_of(const Need& need) const {
    if (need.serial || waits_for_slots(need)) {
        const int slots = need.serial ? options_.slots : need.processors;
        return {Obstacle::Kind::room, static_cast<std::uint32_t>(slots)};
    }
    const auto held =
        std::find_if(need.locks.begin(), need.locks.end(), [this](int lock) { return locks_held_.count(lock) != 0; });
    return held != need.locks.end() ? Obstacle{Obstacle::Kind::lock, static_cast<std::uint32_t>(*held)}
                                    : Obstacle{Obstacle::Kind::demand, static_cast<std::uint32_t>(need.demand)};
}

// Whether too little of a resource is free shows when a task wants to start. All groups that wait for the same share
// this answer until resources are given back.
void Scheduler::note_shortages(const std::vector<Obstacle>& obstacles) {
    for (const Obstacle obstacle : obstacles) {
        if (obstacle.kind == Obstacle::Kind::demand) {
            waiting_.set(obstacle, true);
        }
    }
}

// Whether the instance of a fixture of scope RUN is up, and tasks may start on it.
bool Scheduler::is_usable(FixtureId fixture) const {
    const InstanceId id = run_instance_[fixture];
    return id != kNone && instances_.at(id).phase == Phase::up && !instances_.at(id).doomed;
}

// Whether that is true of all fixtures of scope RUN that the tasks of the group require.
bool Scheduler::is_chain_usable(GroupId id) const {
    return std::all_of(groups_[id].chain.begin(), groups_[id].chain.end(), [this](FixtureId fixture) {
        return plan_.fixtures[fixture].scope != FixtureScope::run || is_usable(fixture);
    });
}

// Sets up the fixtures of scope RUN of the chain whose parents are up, beside each other, as far as slots are free and
// not reserved for another group. Returns what the chain waits for; empty: all of these fixtures are up.
std::vector<Obstacle> Scheduler::set_up_chain(const std::vector<FixtureId>& chain, GroupId id, double now) {
    std::vector<Obstacle> obstacles;
    for (const FixtureId fixture : chain) {
        const PlannedFixture& planned = plan_.fixtures[fixture];
        if (planned.scope != FixtureScope::run) {
            break;
        }
        const bool next = std::all_of(planned.parents.begin(), planned.parents.end(),
                                      [this](FixtureId parent) { return is_usable(parent); });
        if (!next || is_usable(fixture)) {
            continue;
        }
        if (run_instance_[fixture] == kNone && !slot_free()) {
            obstacles.push_back({Obstacle::Kind::room, 1});
            continue;
        }
        if (run_instance_[fixture] == kNone && (reserved_for_ == kNone || reserved_for_ == id)) {
            Instance what;
            what.fixture = fixture;
            run_instance_[fixture] = make_instance(what, true, now);
            note_run_fixture(fixture);
        }
        obstacles.push_back({Obstacle::Kind::fixture, fixture});
    }
    return obstacles;
}

// The cases of a program that is a unit are in several groups, one for each fixture. These groups run in order as well,
// and one process does one thing at a time.
bool Scheduler::waits_in_unit(GroupId id) const {
    const Pool& pool = pool_of(id);
    return follows_in_unit(id) || (pool.shared && plan_.groups[id].one_process() && pool.tearing_down > 0);
}

// Whether an earlier group of the unit is not finished.
bool Scheduler::follows_in_unit(GroupId id) const {
    const Pool& pool = pool_of(id);
    return pool.shared && plan_.groups[id].dispatch == Dispatch::unit && !pool.unfinished.empty() &&
           *pool.unfinished.begin() < id;
}

}  // namespace pf
