#include "tool/schedule/scheduler.h"

#include <algorithm>
#include <utility>

namespace pf {

Scheduler::Scheduler(const Plan& plan, SchedulerOptions options)
    : plan_(plan),
      options_(options),
      groups_(plan.groups.size()),
      run_instance_(plan.fixtures.size(), kNone),
      remaining_(plan.fixtures.size(), 0),
      users_(plan.fixtures.size()),
      failures_(plan.fixtures.size()),
      expected_in_(plan.groups.size(), 0),
      deaths_(plan.fixtures.size(), 0) {
    for (GroupId id = 0; id < groups_.size(); ++id) {
        GroupState& group = groups_[id];
        group.ready = ReadyQueue(plan.groups[id].dispatch == Dispatch::unit);
        group.chain = plan.chain(plan.groups[id].fixture);
        for (const FixtureId fixture : group.chain) {
            users_[fixture].push_back(id);
        }
        if (plan.groups[id].pool != kNone) {
            pools_[plan.groups[id].pool].push_back(id);
        }
    }
}

int Scheduler::worker_count(GroupId id) const {
    const Group& group = plan_.groups[id];
    if (group.dispatch == Dispatch::unit) {
        return 1;
    }
    return group.workers > 0 ? std::min(group.workers, options_.slots) : options_.slots;
}

void Scheduler::begin(const std::vector<TaskId>& tasks, const TaskRequestPtr& request, double now) {
    for (const TaskId task : tasks) {
        enqueue(task, request);
    }
    advance(now);
}

void Scheduler::add_task(TaskId task, const TaskRequestPtr& request, double now) {
    enqueue(task, request);
    advance(now);
}

void Scheduler::enqueue(TaskId task, const TaskRequestPtr& request) {
    attempts_.resize(std::max(attempts_.size(), plan_.tasks.size()), 0);
    attempts_[task] = 0;
    if (request) {
        requests_.insert_or_assign(task, request);
    }
    const GroupId id = group_of(plan_, task, request);
    GroupState& group = groups_[id];
    ++unfinished_;
    if (group.unfinished++ == 0 && std::find(order_.begin(), order_.end(), id) == order_.end()) {
        order_.push_back(id);
    }
    group.generators += plan_.tasks[task].options().generator ? 1 : 0;
    for (const FixtureId fixture : group.chain) {
        ++remaining_[fixture];
    }
    if (plan_.tasks[task].options().disabled) {
        conclude_unstarted(task, {Outcome::skipped, Cause::disabled, "disabled"});
    } else if (group.failure) {
        conclude_unstarted(task, *group.failure);
    } else if (!starting_allowed()) {
        conclude_unstarted(task, stop_conclusion());
    } else {
        group.ready.push_back(task, need_of(task));
    }
}

TaskRequestPtr Scheduler::request_of(TaskId task) const {
    const auto found = requests_.find(task);
    return found == requests_.end() ? nullptr : found->second;
}

Need Scheduler::need_of(TaskId task) {
    const TaskRequestPtr request = request_of(task);
    const Reserved reserved = request ? request->reserved : Reserved::all;
    if (reserved == Reserved::none) {
        return {};
    }
    const TaskOptions& options = plan_.tasks[task].options();
    Need need;
    need.serial = reserved == Reserved::own ? options.run_serial : plan_.run_serial(task);
    need.processors = std::clamp(options.processors, 1, options_.slots);
    for (const Text name : reserved == Reserved::own ? options.locks : plan_.locks(task)) {
        const auto known = lock_numbers_.find(name);
        need.locks.push_back(known != lock_numbers_.end()
                                 ? known->second
                                 : lock_numbers_.emplace(name, static_cast<int>(lock_numbers_.size())).first->second);
    }
    std::sort(need.locks.begin(), need.locks.end());
    return need;
}

std::string Scheduler::formatted(const char* format, double seconds) {
    char text[32];
    static_cast<void>(std::snprintf(text, sizeof text, format, seconds));
    return text;
}

std::vector<Action> Scheduler::take_actions() { return std::exchange(actions_, {}); }

bool Scheduler::finished() const { return unfinished_ == 0 && instances_.empty() && active_.empty(); }

bool Scheduler::slot_free() const { return !alone_ && used_ < options_.slots; }

// A run that is being ended does not wait for slots, because the tasks that hold them are being ended.
bool Scheduler::teardown_allowed() const { return slot_free() || stop_ >= StopLevel::terminate; }

bool Scheduler::fits(const Need& need) const {
    const bool room = need.serial ? used_ == 0 : !alone_ && used_ + need.processors <= options_.slots;
    return room && std::none_of(need.locks.begin(), need.locks.end(),
                                [this](int lock) { return locks_held_.count(lock) != 0; });
}

bool Scheduler::waits_for_slots(const Need& need) const {
    return !need.serial && used_ + need.processors > options_.slots;
}

void Scheduler::take(const Need& need) {
    used_ += need.processors;
    alone_ = need.serial;
    locks_held_.insert(need.locks.begin(), need.locks.end());
}

void Scheduler::give_back(const Need& need) {
    used_ -= need.processors;
    alone_ = alone_ && !need.serial;
    for (const int lock : need.locks) {
        locks_held_.erase(lock);
    }
}

int Scheduler::take_slot_number() {
    const auto free = std::find(slot_numbers_.begin(), slot_numbers_.end(), false);
    const auto number = free - slot_numbers_.begin();
    if (free == slot_numbers_.end()) {
        slot_numbers_.push_back(true);
    } else {
        *free = true;
    }
    return static_cast<int>(number);
}

void Scheduler::advance(double now) {
    start_teardowns(now);
    if (starting_allowed()) {
        start_holds(now);
        start_tasks(now);
    }
    start_teardowns(now);  // A start that failed at once may have been the last use of a fixture.
}

void Scheduler::start_teardowns(double now) {
    retire_idle_workers(now);
    std::vector<InstanceId> over;
    for (const auto& [id, state] : instances_) {
        const bool run_scope = plan_.fixtures[state.what.fixture].scope == FixtureScope::run;
        const FixtureId fixture = state.what.fixture;
        const bool over_now = (remaining_[fixture] == 0 && !held_by_parent(fixture)) || (doomed(id) && !used(id));
        if (run_scope && state.phase == Phase::up && state.children == 0 && over_now) {
            over.push_back(id);
        }
    }
    for (const InstanceId id : over) {
        if (teardown_allowed()) {
            tear_down(id, !instances_.at(id).skipped, true, now);
        }
    }
}

void Scheduler::start_tasks(double now) {
    GroupId blocked = kNone;                    // The first group whose first task waits for more slots.
    const std::vector<GroupId> order = order_;  // A copy: a task that fails at once may remove its group.
    for (const GroupId id : order) {
        if (!slot_free() || !starting_allowed()) {
            return;
        }
        if ((reserved_for_ != kNone && reserved_for_ != id) || waits_in_unit(id)) {
            continue;
        }
        while (start_in(id, now)) {
            if (blocked != kNone) {
                note_passed_over(blocked);
            }
            if (!starting_allowed() || reserved_for_ != kNone) {
                return;
            }
        }
        const Need* first = groups_[id].ready.first_need();
        if (blocked == kNone && first != nullptr && waits_for_slots(*first)) {
            blocked = id;
        }
    }
}

// A task that needs several slots would wait until the very end while tasks of one slot always find room. After some
// starts of others nothing starts until it fits.
void Scheduler::note_passed_over(GroupId blocked) {
    constexpr int kPatience = 4;
    if (++groups_[blocked].passed_over > kPatience * options_.slots) {
        reserved_for_ = blocked;
        groups_[blocked].passed_over = 0;
    }
}

int Scheduler::free_worker(GroupId id) const {
    const std::deque<Worker>& workers = groups_[id].workers;
    int closed = -1;
    for (std::size_t number = 0; number < workers.size(); ++number) {
        const Worker& worker = workers[number];
        if (worker.assignment || number_taken(id, number)) {
            continue;
        }
        if (!worker.open) {
            closed = closed < 0 ? static_cast<int>(number) : closed;
        } else if (worker.instances.empty() ||
                   (instances_.at(worker.instances.back()).phase == Phase::up && !doomed(worker.instances.back()))) {
            return static_cast<int>(number);  // Its fixtures are up; those of a closed worker must be set up first.
        }
    }
    const int count = worker_count(id);
    for (int unused = static_cast<int>(workers.size()); closed < 0 && unused < count; ++unused) {
        closed = number_taken(id, static_cast<std::size_t>(unused)) ? -1 : unused;
    }
    return closed;
}

// In a pool each worker number belongs to one group at a time, because tasks derive ports and names from the number.
bool Scheduler::number_taken(GroupId id, std::size_t number) const {
    const auto pool = pools_.find(plan_.groups[id].pool);
    return pool != pools_.end() && std::any_of(pool->second.begin(), pool->second.end(), [&](GroupId other) {
               const std::deque<Worker>& workers = groups_[other].workers;
               return other != id && number < workers.size() &&
                      (workers[number].assignment || !workers[number].instances.empty());
           });
}

// The idle workers of a group without waiting tasks are closed when another group of the pool waits for their numbers.
bool Scheduler::must_yield(GroupId id) const {
    const auto pool = pools_.find(plan_.groups[id].pool);
    return groups_[id].ready.empty() && pool != pools_.end() &&
           std::any_of(pool->second.begin(), pool->second.end(), [&](GroupId other) {
               return other != id && !groups_[other].ready.empty() && free_worker(other) < 0;
           });
}

// The cases of a program that is a unit are in several groups, one for each fixture. These groups run in order as well.
bool Scheduler::waits_in_unit(GroupId id) const {
    const auto pool = pools_.find(plan_.groups[id].pool);
    if (pool == pools_.end() || plan_.groups[id].dispatch != Dispatch::unit) {
        return false;
    }
    const auto self = std::find(pool->second.begin(), pool->second.end(), id);
    const bool first =
        std::none_of(pool->second.begin(), self, [this](GroupId earlier) { return groups_[earlier].unfinished > 0; });
    // One process does one thing at a time.
    return !first || (plan_.groups[id].one_process() &&
                      std::any_of(instances_.begin(), instances_.end(), [&](const auto& instance) {
                          return instance.second.phase == Phase::tearing_down &&
                                 plan_.fixtures[instance.second.what.fixture].program == pool->first;
                      }));
}

bool Scheduler::start_in(GroupId id, double now) {
    GroupState& group = groups_[id];
    const auto fit = [this](const Need& need) { return fits(need); };
    if (group.failure || free_worker(id) < 0 || !group.ready.any(fit) || !run_chain_up(group.chain, id, now)) {
        return false;
    }
    if (reserved_for_ == id) {
        if (!fits(*group.ready.first_need())) {
            return false;
        }
        reserved_for_ = kNone;
    }
    const bool passes_over = waits_for_slots(*group.ready.first_need());
    const std::optional<TaskId> task = group.ready.take(fit);
    if (passes_over) {
        note_passed_over(id);
    }
    assign(id, *task, now);
    return true;
}

bool Scheduler::run_chain_up(const std::vector<FixtureId>& chain, GroupId id, double now) {
    InstanceId parent = kNone;
    for (const FixtureId fixture : chain) {
        if (plan_.fixtures[fixture].scope != FixtureScope::run) {
            break;
        }
        if (run_instance_[fixture] == kNone) {
            if (reserved_for_ == kNone || reserved_for_ == id) {
                Instance what;
                what.fixture = fixture;
                what.parent = parent;
                run_instance_[fixture] = make_instance(what, true, now);
            }
            return false;
        }
        parent = run_instance_[fixture];
        if (instances_.at(parent).phase != Phase::up || instances_.at(parent).dead) {
            return false;
        }
    }
    return true;
}

void Scheduler::stop(StopLevel level, const std::string& reason, double now) {
    if (level <= stop_) {
        return;
    }
    stop_ = level;
    stop_reason_ = reason;
    release_all();
    for (const GroupId id : std::vector<GroupId>(order_)) {
        conclude_ready(id, stop_conclusion());
    }
    if (level >= StopLevel::terminate) {
        const Force force = level == StopLevel::kill ? Force::kill : Force::terminate;
        const Conclusion why{Outcome::not_run, Cause::interrupted, reason};
        for (const GroupId id : active_) {
            for (Worker& worker : groups_[id].workers) {
                end_if_running(worker, why, force, now);
            }
        }
        std::vector<InstanceId> alive;
        for (const auto& [instance, state] : instances_) {
            alive.push_back(instance);
        }
        for (const InstanceId instance : alive) {
            end_instance(instance, SetupOutcome::interrupted, reason, force, now);
        }
    }
    advance(now);
}

Conclusion Scheduler::stop_conclusion() const {
    const Cause cause = stop_ == StopLevel::no_more_starts ? Cause::stop_on_failure : Cause::interrupted;
    return {Outcome::not_run, cause, stop_reason_};
}

void Scheduler::tick(double now) {
    std::vector<InstanceId> due;
    for (const auto& [id, state] : instances_) {
        if (state.deadline <= now) {
            due.push_back(id);
        }
    }
    for (const InstanceId id : due) {
        escalate_instance(id, now);
    }
    for (const GroupId id : active_) {
        for (Worker& worker : groups_[id].workers) {
            check_task(worker, now);
        }
    }
}

double Scheduler::next_deadline() const {
    double next = kNever;
    for (const auto& [id, state] : instances_) {
        next = std::min(next, state.deadline);
    }
    for (const GroupId id : active_) {
        for (const Worker& worker : groups_[id].workers) {
            if (worker.assignment && worker.assignment->running) {
                const Assignment& a = *worker.assignment;
                next = std::min({next, a.deadline, a.slow_at, a.stopped_until});
            }
        }
    }
    return next;
}

std::vector<InstanceId> Scheduler::chain(WorkerId id) const {
    std::vector<InstanceId> chain;
    for (const FixtureId fixture : groups_[id.group].chain) {
        if (plan_.fixtures[fixture].scope == FixtureScope::run && run_instance_[fixture] != kNone) {
            chain.push_back(run_instance_[fixture]);
        }
    }
    const std::vector<InstanceId>& own = groups_[id.group].workers[static_cast<std::size_t>(id.number)].instances;
    chain.insert(chain.end(), own.begin(), own.end());
    return chain;
}

}  // namespace pf
