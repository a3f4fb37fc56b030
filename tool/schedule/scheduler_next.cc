// Tasks that are handed ahead: a worker has its next task while it runs another one, so that it need not wait for the
// session between the two. docs/design/scheduling.md has the rules.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {
namespace {

// Whether the process of the task is a fork of its linked program, and nothing has to be looked at before it begins.
bool may_begin_unseen(const Task& task) {
    const TaskOptions& options = task.options();
    return !task.test.empty() && options.required_files.empty() && options.listing_error.empty();
}

}  // namespace

// A failure that stops the run, and a pass that is repeated, must be known before the next task begins.
bool Scheduler::may_hand_ahead(GroupId id) const {
    const Group& group = plan_.groups[id];
    const std::vector<FixtureId>& chain = groups_[id].chain;
    return options_.max_fail == 0 && options_.repeat != Repeat::until_fail && group.program.reuse == 1 &&
           !chain.empty() && plan_.fixtures[chain.back()].kind == FixtureKind::linked &&
           std::all_of(chain.begin(), chain.end(), [this](FixtureId fixture) {
               const PlannedFixture& planned = plan_.fixtures[fixture];
               return planned.scope != FixtureScope::task && planned.kind != FixtureKind::service;
           });
}

// Whether the first waiting task of the group may be the next of a worker that runs this one. The last tasks wait for
// the worker that is free first, and a task does not overtake one of an earlier group or one that needs more slots. In
// a unit it does not overtake another attempt of the running task: a time limit can be over just after that task has
// passed.
bool Scheduler::may_be_next(const Assignment& running, GroupId id) const {
    const GroupState& group = groups_[id];
    const auto simple = [this](TaskId task) {
        return requests_.count(task) == 0 && may_begin_unseen(plan_.tasks[task]);
    };
    const bool in_order =
        plan_.groups[id].dispatch != Dispatch::unit || running.attempt >= most_attempts(running, Outcome::timeout);
    return group.hands_ahead && in_order && !group.ready.empty() && group.open >= worker_count(id) &&
           group.ready.size() >= static_cast<std::size_t>(group.open) && reserved_for_ == kNone &&
           *ready_places_.begin() == group.place && wide_.empty() && *group.ready.first_need() == Need{} &&
           running.need == Need{} && simple(running.task) && simple(*group.ready.first());
}

// Hands the next task to each worker whose task has just started.
void Scheduler::hand_ahead() {
    for (const WorkerId id : std::exchange(started_, {})) {
        ++looked_at_;
        std::optional<Assignment>& running = worker_at(id).assignment;
        if (!running || !running->running || running->ending != Ending::no || running->next ||
            !may_be_next(*running, id.group)) {
            continue;
        }
        GroupState& group = groups_[id.group];
        const TaskId task = *group.ready.take([](const Need&) { return true; });
        ++group.handed;
        note_ready(id.group);
        Next handed;
        handed.task = task;
        running->next = std::move(handed);
        last_worker_[task] = id.number;
        with_next_.insert(id);
        const StartTask next{task, static_cast<int>(attempts_[task]) + 1, id, running->slot, nullptr};
        actions_.emplace_back(HandNext{next, running->task, running->attempt});
    }
}

// REQUIRES: the worker has a next task.
void Scheduler::take_back(Worker& worker) {
    if (!std::exchange(worker.assignment->next->asked_back, true)) {
        with_next_.erase(worker.id);
        actions_.push_back(TakeBack{worker.id});
    }
}

void Scheduler::take_back_in(GroupId id) {
    for (auto next = with_next_.lower_bound({id, 0}); next != with_next_.end() && next->group == id;) {
        ++looked_at_;
        take_back(worker_at(*next++));
    }
}

// A next task must not wait for the task before it while it could run in another worker.
void Scheduler::take_back_for_idle_slots() {
    int idle = slot_free() && reserved_for_ == kNone ? options_.slots - used_ : 0;
    for (auto next = with_next_.begin(); idle > 0 && next != with_next_.end();) {
        ++looked_at_;
        const WorkerId id = *next++;
        if (free_worker(id.group) >= 0) {
            --idle;
            take_back(worker_at(id));
        }
    }
}

// Returns the next task of the worker, which it does not have any more; nullopt: it had none.
std::optional<Scheduler::Next> Scheduler::leave_next(Worker& worker) {
    std::optional<Next> next;
    if (worker.assignment) {
        next = std::exchange(worker.assignment->next, std::nullopt);
    }
    if (next) {
        with_next_.erase(worker.id);
        --groups_[worker.id.group].handed;
        touch(worker.id.group);
    }
    return next;
}

void Scheduler::next_handed_back(WorkerId id, double now) {
    if (const std::optional<Next> next = leave_next(worker_at(id))) {
        return_next(*next, id.group);
        advance(now);
    }
}

// The task waits as before, unless it is not to run any more.
void Scheduler::return_next(const Next& next, GroupId id) {
    GroupState& group = groups_[id];
    if (next.cancelled) {
        conclude_unstarted(next.task, {Outcome::not_run, Cause::interrupted, next.decided->reason});
    } else if (group.failure || !starting_allowed()) {
        conclude_unstarted(next.task, group.failure ? *group.failure : stop_conclusion());
    } else {
        group.ready.push_front(next.task, need_of(next.task));
        note_ready(id);
    }
}

// The worker has begun the task by itself, when nobody knew yet what has been decided meanwhile.
void Scheduler::begin_next(Worker& worker, const Next& next, int slot, double began, double now) {
    Assignment assignment;
    assignment.slot = slot;
    assignment.cancelled = next.cancelled;
    assign_to(worker, std::move(assignment), next.task);
    note_started(worker, began);
    const Assignment& begun = *worker.assignment;
    end_wait(next.task, began);
    actions_.emplace_back(
        NextBegan{{next.task, begun.attempt, worker.id, slot, nullptr, nullptr, take_wait(next.task)}, began});
    if (next.cancelled) {
        end_task(worker, *next.decided, Force::kill, now);
    } else if (next.decided) {
        end_if_running(worker, *next.decided, next.force, now);
    }
}

}  // namespace pf
