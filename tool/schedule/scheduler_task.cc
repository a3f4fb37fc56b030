// A task's life: it takes its slot, its worker's fixtures are set up, it runs, it is concluded, it gives its slot back.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {
namespace {

bool is_failure(Outcome outcome, Cause cause) {
    return outcome == Outcome::failed || outcome == Outcome::timeout || outcome == Outcome::crashed ||
           (outcome == Outcome::not_run && (cause == Cause::missing_executable || cause == Cause::required_files));
}

}  // namespace

void Scheduler::assign(GroupId id, TaskId task, double now) {
    const int worker = free_worker(id);
    std::deque<Worker>& workers = groups_[id].workers;
    workers.resize(std::max(workers.size(), static_cast<std::size_t>(worker) + 1));
    Worker& place = workers[static_cast<std::size_t>(worker)];
    Assignment assignment;
    assignment.task = task;
    assignment.attempt = static_cast<int>(++attempts_[task]);
    assignment.need = need_of(task);
    assignment.slot = take_slot_number();
    take(assignment.need);
    place.assignment = std::move(assignment);
    place.open = true;
    active_.insert(id);
    step(id, worker, now);
}

// The next of the worker's fixtures, or the task itself once all of them stand.
void Scheduler::step(GroupId id, int worker, double now) {
    Worker& place = groups_[id].workers[static_cast<std::size_t>(worker)];
    std::size_t index = 0;
    for (const FixtureId fixture : groups_[id].chain) {
        if (plan_.fixtures[fixture].scope == FixtureScope::run) {
            continue;
        }
        if (index++ < place.instances.size()) {
            continue;
        }
        Instance what;
        what.fixture = fixture;
        what.parent = innermost(id, worker);
        what.group = id;
        what.worker = worker;
        what.task = plan_.fixtures[fixture].scope == FixtureScope::task ? place.assignment->task : kNone;
        place.instances.push_back(make_instance(what, false, now));
        return;
    }
    start_task(id, worker, now);
}

double Scheduler::limit_of(TaskId task) const {
    const double own = plan_.timeout(task);
    return own >= 0 ? own : options_.default_timeout;
}

void Scheduler::start_task(GroupId id, int worker, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    const double limit = limit_of(assignment.task);
    assignment.running = true;
    assignment.started = now;
    assignment.deadline = limit > 0 ? now + limit : kNever;
    assignment.slow_at = options_.slow > 0 ? now + options_.slow : kNever;
    ++running_;
    actions_.push_back(StartTask{assignment.task, assignment.attempt, id, worker, assignment.slot});
}

void Scheduler::task_ended(GroupId id, int worker, const Verdict& verdict, double seconds, double now) {
    --running_;
    conclude(id, worker, verdict, seconds, now);
    advance(now);
}

void Scheduler::conclude(GroupId id, int worker, const Verdict& verdict, double seconds, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    assignment.running = false;
    assignment.finished = true;
    // What the scheduler decided stands, whatever the process said on its way out: no pass after a signal of ours.
    const Override came_to =
        assignment.decided ? *assignment.decided : Override{verdict.outcome, verdict.cause, verdict.reason};
    assignment.again = again(assignment, came_to.outcome);
    const bool flaky = came_to.outcome == Outcome::passed && options_.repeat != Repeat::until_fail &&
                       retrying_.count(assignment.task) != 0;
    const ConcludeTask conclusion{assignment.task, assignment.attempt, worker,         assignment.slot,   seconds,
                                  came_to.outcome, came_to.cause,      came_to.reason, !assignment.again, flaky,
                                  assignment.slow};
    actions_.push_back(conclusion);
    if (assignment.again) {
        retrying_.insert_or_assign(assignment.task, conclusion);
    } else {
        retrying_.erase(assignment.task);
        if (is_failure(came_to.outcome, came_to.cause)) {
            note_failure(now);
        }
    }
    const bool process_gone = came_to.outcome == Outcome::crashed || assignment.ending != Ending::no;
    if (process_gone && plan_.groups[id].one_process()) {
        end_unit(id, {Outcome::not_run, Cause::unit_ended,
                      "its unit ended with " + plan_.task_id(assignment.task) + ": " + came_to.reason});
    }
    wind_down(id, worker, now);
}

// All of a unit share one process; with it goes what the later tasks need.
void Scheduler::end_unit(GroupId id, const Failure& failure) {
    const auto pool = pools_.find(plan_.groups[id].pool);
    for (const GroupId group : pool != pools_.end() ? pool->second : std::vector<GroupId>{id}) {
        fail_group(group, failure);
    }
}

void Scheduler::note_failure(double now) {
    if (options_.stop_on_failure && stop_ == StopLevel::none) {
        actions_.push_back(StopOnFailure{running_});
        stop(StopLevel::no_more_starts, "not started: --stop-on-failure", now);
    }
}

bool Scheduler::again(const Assignment& assignment, Outcome outcome) const {
    const bool not_its_fault = assignment.decided && (assignment.decided->cause == Cause::interrupted ||
                                                      assignment.decided->cause == Cause::service_died);
    if (!starting_allowed() || assignment.cancelled || not_its_fault ||
        groups_[plan_.tasks[assignment.task].group].failure) {
        return false;
    }
    if (options_.repeat == Repeat::until_fail) {
        return outcome == Outcome::passed && assignment.attempt < options_.repeat_count;
    }
    const bool flawed = outcome == Outcome::failed || outcome == Outcome::crashed || outcome == Outcome::timeout;
    const bool by_repeat = options_.repeat == Repeat::until_pass ||
                           (options_.repeat == Repeat::after_timeout && outcome == Outcome::timeout);
    const int attempts = std::max(plan_.retries(assignment.task) + 1, by_repeat ? options_.repeat_count : 1);
    return flawed && assignment.attempt < attempts;
}

// TASK fixtures are torn down while the task still holds its slot, then it gives everything back.
void Scheduler::wind_down(GroupId id, int worker, double now) {
    Worker& place = groups_[id].workers[static_cast<std::size_t>(worker)];
    if (!place.instances.empty()) {
        const InstanceId last = place.instances.back();
        InstanceState& state = instances_.at(last);
        if (plan_.fixtures[state.what.fixture].scope == FixtureScope::task) {
            if (state.phase == Phase::up) {
                tear_down(last, !state.skipped, false, now);
            }
            return;
        }
    }
    release(id, worker, place.assignment->again);
}

void Scheduler::release(GroupId id, int worker, bool again) {
    Worker& place = groups_[id].workers[static_cast<std::size_t>(worker)];
    const Assignment assignment = *std::exchange(place.assignment, std::nullopt);
    give_back(assignment.need);
    slot_numbers_[static_cast<std::size_t>(assignment.slot)] = false;
    if (!again) {
        task_done(assignment.task);
    } else if (groups_[id].failure || !starting_allowed()) {
        conclude_unstarted(assignment.task, groups_[id].failure ? *groups_[id].failure : stop_failure());
    } else {
        groups_[id].ready.push_front(assignment.task, assignment.need);
    }
}

void Scheduler::task_done(TaskId task) {
    const GroupId id = plan_.tasks[task].group;
    GroupState& group = groups_[id];
    --unfinished_;
    group.generators -= plan_.tasks[task].options().generator ? 1 : 0;
    for (const FixtureId fixture : group.chain) {
        --remaining_[fixture];
    }
    if (--group.unfinished == 0) {
        order_.erase(std::find(order_.begin(), order_.end(), id));
    }
}

// Of a task that will have no (further) attempt. One that has an attempt behind it keeps what that came to.
void Scheduler::say_last_word(TaskId task, const Failure& failure) {
    const auto earlier = retrying_.find(task);
    if (earlier == retrying_.end()) {
        actions_.push_back(
            ConcludeTask{task, 0, -1, -1, 0, failure.outcome, failure.cause, failure.reason, true, false, false});
        return;
    }
    earlier->second.final = true;
    actions_.push_back(earlier->second);
    retrying_.erase(earlier);
}

void Scheduler::conclude_unstarted(TaskId task, const Failure& failure) {
    say_last_word(task, failure);
    task_done(task);
}

// The same for a task that holds its slot, but whose set-ups did not come to a good end.
void Scheduler::give_up(GroupId id, int worker, const Failure& failure, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    assignment.finished = true;
    say_last_word(assignment.task, failure);
    wind_down(id, worker, now);
}

// The attempt of a task that holds its slot has not begun, and will later.
void Scheduler::put_back(GroupId id, int worker, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (const auto& decided = assignment.decided) {  // Who asked for it has gone meanwhile.
        give_up(id, worker, {decided->outcome, decided->cause, decided->reason}, now);
        return;
    }
    assignment.finished = true;
    assignment.again = true;
    --attempts_[assignment.task];
    wind_down(id, worker, now);
}

void Scheduler::fail_group(GroupId id, const Failure& failure) {
    if (!groups_[id].failure) {
        groups_[id].failure = failure;
    }
    drain(id, failure);
}

void Scheduler::drain(GroupId id, const Failure& failure) {
    draining_for_ = draining_for_ == id ? kNone : draining_for_;
    for (const TaskId task : groups_[id].ready.drain()) {
        conclude_unstarted(task, failure);
    }
}

void Scheduler::end_task(GroupId id, int worker, const Override& why, Force force, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (!assignment.decided) {
        assignment.decided = why;
    }
    const bool late = assignment.decided->cause == Cause::timeout;
    const double own = late ? plan_.timeout_grace(assignment.task) : -1;
    const double grace = own >= 0 ? own : options_.grace;
    const bool kill = force == Force::kill || grace <= 0;
    if (assignment.ending >= (kill ? Ending::killed : Ending::politely)) {
        return;
    }
    assignment.ending = kill ? Ending::killed : Ending::politely;
    assignment.deadline = now + (kill ? options_.kill_limit : grace);
    assignment.slow_at = kNever;
    assignment.stopped_until = kNever;
    actions_.push_back(EndTask{id, worker, kill ? Force::kill : Force::politely,
                               late ? plan_.tasks[assignment.task].options().timeout_signal : 0});
}

void Scheduler::interrupt_task(GroupId id, int worker, const Override& why, Force force, double now) {
    std::optional<Assignment>& assignment = groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (!assignment || !assignment->running) {
        return;  // What is set up or torn down for it is ended by itself.
    }
    Override after = why;
    if (why.cause == Cause::interrupted) {
        char seconds[32];
        static_cast<void>(std::snprintf(seconds, sizeof seconds, "%.1f", now - assignment->started));
        after.reason = "interrupted after " + std::string(seconds) + " s (" + why.reason + ")";
    }
    end_task(id, worker, after, force, now);
}

void Scheduler::check_task(GroupId id, int worker, double now) {
    std::optional<Assignment>& held = groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (!held || !held->running) {
        return;
    }
    if (held->slow_at <= now) {
        held->slow = true;
        held->slow_at = kNever;
        actions_.push_back(MarkSlow{held->task, now - held->started});
    }
    if (held->stopped_until <= now && held->ending == Ending::no) {
        end_task(id, worker, {Outcome::failed, Cause::stopped, "it stopped itself and nobody continued it"},
                 Force::kill, now);
    }
    if (held->deadline <= now) {
        escalate_task(id, worker, now);
    }
}

void Scheduler::escalate_task(GroupId id, int worker, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (assignment.ending == Ending::no) {
        char limit[32];
        static_cast<void>(std::snprintf(limit, sizeof limit, "%g", limit_of(assignment.task)));
        end_task(id, worker, {Outcome::timeout, Cause::timeout, "timed out after " + std::string(limit) + " s"},
                 Force::politely, now);
    } else if (assignment.ending == Ending::politely) {
        end_task(id, worker, {}, Force::kill, now);
    } else if (assignment.ending == Ending::killed) {
        assignment.ending = Ending::abandoned;
        assignment.deadline = kNever;
        actions_.push_back(AbandonWorker{id, worker});
    }
}

void Scheduler::task_stopped(GroupId id, int worker, bool stopped, double now) {
    std::optional<Assignment>& held = groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    if (held && held->running && held->ending == Ending::no) {
        held->stopped_until = stopped ? now + options_.stopped_limit : kNever;
    }
}

}  // namespace pf
