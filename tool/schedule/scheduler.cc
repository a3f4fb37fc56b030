#include "tool/schedule/scheduler.h"

#include <algorithm>
#include <utility>

namespace pf {

Scheduler::Scheduler(const Plan& plan, SchedulerOptions options)
    : plan_(plan),
      options_(std::move(options)),
      groups_(plan.groups.size()),
      run_instance_(plan.fixtures.size(), kNone),
      remaining_(plan.fixtures.size(), 0),
      users_(plan.fixtures.size()),
      failures_(plan.fixtures.size()),
      expected_(plan.groups.size()),
      deaths_(plan.fixtures.size(), 0) {
    for (GroupId id = 0; id < groups_.size(); ++id) {
        GroupState& group = groups_[id];
        group.ready = ReadyQueue(plan.groups[id].dispatch == Dispatch::unit);
        group.chain = plan.chain(plan.groups[id].fixtures);
        for (const FixtureId fixture : group.chain) {
            users_[fixture].push_back(id);
        }
        group.hands_ahead = may_hand_ahead(id);
    }
    if (options_.resources) {
        resources_.emplace(*options_.resources);
    }
    if (options_.repeat_seconds > 0) {
        repeats_until_ = options_.repeat_seconds;
    }
    make_pools();
}

void Scheduler::make_pools() {
    std::map<GroupId, std::size_t> known;
    for (GroupId id = 0; id < groups_.size(); ++id) {
        const GroupId shared = plan_.groups[id].pool;
        const auto [pool, made] = known.emplace(shared == kNone ? id : shared, pools_.size());
        if (made) {
            pools_.emplace_back().fewest = worker_count(id);
        }
        Pool& own = pools_[pool->second];
        own.shared = shared != kNone;
        own.fewest = std::min(own.fewest, worker_count(id));
        own.most = std::max(own.most, worker_count(id));
        own.groups.push_back(id);
        groups_[id].pool = pool->second;
    }
}

void Scheduler::begin(const std::vector<TaskId>& tasks, const TaskRequestPtr& request, double now) {
    note_dependencies(tasks);
    bool all_can_run = true;
    for (const TaskId task : tasks) {
        all_can_run = enqueue(task, request) && all_can_run;
    }
    if (!all_can_run) {
        note_failure(now);
    }
    advance(now);
}

void Scheduler::add_task(TaskId task, const TaskRequestPtr& request, double now) {
    if (!enqueue(task, request)) {
        note_failure(now);
    }
    advance(now);
}

// Called when the group has got its first unfinished task.
void Scheduler::enter_order(GroupId id) {
    GroupState& group = groups_[id];
    group.place = next_place_++;
    order_.emplace(group.place, id);
    Pool& pool = pool_of(id);
    if (!pool.shared) {
        return;
    }
    const auto place = pool.unfinished.insert(id).first;
    if (place == pool.unfinished.begin() && pool.unfinished.size() > 1) {
        note_idle(*std::next(place));  // It was the first of the unit until now.
    }
    if (reserved_for_ != kNone && follows_in_unit(reserved_for_)) {
        reserved_for_ = kNone;  // It waits for this group now, which may need the slots that were kept for it.
    }
}

// Returns false if the machine lacks what the task needs, which counts as a failure.
bool Scheduler::enqueue(TaskId task, const TaskRequestPtr& request) {
    attempts_.resize(std::max(attempts_.size(), plan_.tasks.size()), 0);
    last_worker_.resize(attempts_.size(), -1);
    attempts_[task] = 0;
    if (request) {
        requests_.insert_or_assign(task, request);
    }
    const GroupId id = group_of(plan_, task, request);
    GroupState& group = groups_[id];
    ++unfinished_;
    if (group.unfinished++ == 0) {
        enter_order(id);
    }
    group.generators += plan_.tasks[task].options().generator ? 1 : 0;
    for (const FixtureId fixture : group.chain) {
        require(fixture, 1);
    }
    const int demand = need_of(task).demand;
    const std::string never = demand == 0 ? "" : resources_->never(demand);
    if (plan_.tasks[task].options().disabled) {
        conclude_unstarted(task, {Outcome::skipped, Cause::disabled, "disabled"});
    } else if (group.failure) {
        conclude_unstarted(task, *group.failure);
    } else if (!starting_allowed()) {
        conclude_unstarted(task, stop_conclusion());
    } else if (!never.empty()) {
        conclude_unstarted(task, {Outcome::not_run, Cause::insufficient_resources, never});
        return false;
    } else {
        wait_or_queue(task, id);
    }
    return true;
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
    need.demand = resources_ ? resources_->demand_of(options.resource_groups) : 0;
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

void Scheduler::take(Assignment& assignment) {
    const Need& need = assignment.need;
    if (need.demand != 0) {
        assignment.allocation = resources_->take(need.demand);
        waiting_.set({Obstacle::Kind::demand, static_cast<std::uint32_t>(need.demand)}, !resources_->fits(need.demand));
    }
    used_ += need.processors;
    alone_ = need.serial;
    for (const int lock : need.locks) {
        locks_held_.insert(lock);
        waiting_.set({Obstacle::Kind::lock, static_cast<std::uint32_t>(lock)}, true);
    }
}

void Scheduler::give_back(const Assignment& assignment, double now) {
    const Need& need = assignment.need;
    if (assignment.allocation) {
        for (const int demand : resources_->give_back(*assignment.allocation)) {
            ++looked_at_;
            note_gone({Obstacle::Kind::demand, static_cast<std::uint32_t>(demand)}, now);
        }
    }
    used_ -= need.processors;
    alone_ = alone_ && !need.serial;
    for (const int lock : need.locks) {
        locks_held_.erase(lock);
        note_gone({Obstacle::Kind::lock, static_cast<std::uint32_t>(lock)}, now);
    }
}

void Scheduler::stop(StopLevel level, const std::string& reason, double now) {
    if (level <= stop_) {
        return;
    }
    stop_ = level;
    stop_reason_ = reason;
    release_all();
    for (const auto& [place, id] : std::map<Place, GroupId>(order_)) {
        conclude_ready(id, stop_conclusion());
        take_back_in(id);
    }
    if (level >= StopLevel::terminate) {
        end_all(level == StopLevel::kill ? Force::kill : Force::terminate, reason, now);
    }
    for (const GroupId id : active_) {
        touch(id);
    }
    for (const auto& [instance, state] : instances_) {
        consider(instance);
    }
    advance(now);
}

void Scheduler::end_all(Force force, const std::string& reason, double now) {
    const Conclusion why{Outcome::not_run, Cause::interrupted, reason};
    for (const GroupId id : active_) {
        for (Worker& worker : groups_[id].workers) {
            end_if_running(worker, why, force, now);
        }
    }
    for (const auto& [instance, state] : instances_) {
        end_instance(instance, SetupOutcome::interrupted, reason, force, now);
    }
}

Conclusion Scheduler::stop_conclusion() const {
    const Cause cause = stop_ == StopLevel::no_more_starts ? Cause::stop_on_failure : Cause::interrupted;
    return {Outcome::not_run, cause, stop_reason_};
}

void Scheduler::tick(double now) {
    if (now >= repeats_until_ && repeats_until_ > 0) {
        end_repeats(now);
    }
    for (const InstanceId id : instance_deadlines_.due(now)) {
        ++looked_at_;
        escalate_instance(id, now);
    }
    for (const WorkerId id : task_deadlines_.due(now)) {
        ++looked_at_;
        check_task(worker_at(id), now);
    }
}

double Scheduler::next_deadline() const {
    const double next = std::min(instance_deadlines_.next(), task_deadlines_.next());
    return repeats_until_ > 0 && unfinished_ > 0 ? std::min(next, repeats_until_) : next;
}

std::vector<InstanceId> Scheduler::chain(WorkerId id) const {
    std::vector<InstanceId> chain;
    for (const FixtureId fixture : groups_[id.group].chain) {
        if (plan_.fixtures[fixture].scope == FixtureScope::run && run_instance_[fixture] != kNone) {
            chain.push_back(run_instance_[fixture]);
        }
    }
    const std::vector<InstanceId>& own = worker_at(id).instances;
    chain.insert(chain.end(), own.begin(), own.end());
    return chain;
}

std::vector<InstanceId> Scheduler::chain_below(const Instance& instance) const {
    std::vector<InstanceId> chain;
    for (const FixtureId fixture : plan_.chain(plan_.fixtures[instance.fixture].parents)) {
        chain.push_back(instance_of(fixture, instance.worker));
    }
    return chain;
}

}  // namespace pf
