// Holds: ctest alone knows which tasks will come, and says how long a fixture is needed by its set-up and clean-up
// tests.
#include "tool/schedule/scheduler.h"

namespace pf {

// A hold counts as a task that requires the fixture.
void Scheduler::count_hold(FixtureId fixture, int change) {
    for (const FixtureId one : plan_.chain(fixture)) {
        require(one, change);
    }
}

// So many more tasks and holds require the fixture.
void Scheduler::require(FixtureId fixture, int change) {
    remaining_[fixture] += change;
    if (remaining_[fixture] == 0 && run_instance_[fixture] != kNone) {
        consider(run_instance_[fixture]);
    }
}

void Scheduler::hold(FixtureId fixture, double now) {
    if (!starting_allowed()) {
        const Conclusion failure = stop_conclusion();
        answer_hold(fixture, &failure);
        return;
    }
    if (holds_.insert(fixture).second) {
        count_hold(fixture, 1);
    }
    unanswered_.insert(fixture);
    clear_failure(fixture);
    advance(now);
}

// A ctest that was started in a subdirectory may have no test that sets up the fixture or one that it is nested in. The
// fixtures of a unit are left out, because they end with the one test of the unit.
void Scheduler::retain(FixtureId fixture) {
    if (!starting_allowed()) {
        return;
    }
    for (const FixtureId one : plan_.chain(fixture)) {
        if (plan_.ctest_fixture(one) == one && plan_.unit_of(one).empty() && holds_.insert(one).second) {
            count_hold(one, 1);
        }
    }
}

void Scheduler::release(FixtureId fixture, double now) {
    if (holds_.erase(fixture) != 0) {
        unanswered_.erase(fixture);
        count_hold(fixture, -1);
        if (run_instance_[fixture] != kNone) {  // held_by_parent()
            for (const InstanceId nested : nested_in(run_instance_[fixture])) {
                consider(nested);
            }
        }
        for (const GroupId group : users_[fixture]) {
            touch(group);
        }
        advance(now);
    }
}

void Scheduler::hold_group(GroupId group) {
    if (starting_allowed()) {
        held_groups_.insert(group);
    }
}

void Scheduler::release_group(GroupId group, double now) {
    held_groups_.erase(group);
    touch(group);
    advance(now);
}

// The workers of a group stay for as long as the innermost fixture of scope RUN that they require is held.
bool Scheduler::group_held(GroupId id) const {
    return held_groups_.count(id) != 0 || holds_.count(plan_.ctest_fixture(plan_.groups[id].fixture)) != 0;
}

// ctest has no tests for a fixture within a linked program: the fixture stays up while the one that ctest knows is
// held.
bool Scheduler::held_by_parent(FixtureId fixture) const {
    const FixtureId holder = plan_.ctest_fixture(fixture);
    return holder != fixture && holds_.count(holder) != 0;
}

// Clears the failure of the last set-up, so that the set-up is tried again.
void Scheduler::clear_failure(FixtureId fixture) {
    if (!failures_[fixture]) {
        return;
    }
    for (const GroupId group : users_[fixture]) {
        std::optional<Conclusion>& failure = groups_[group].failure;
        if (failure && failure->reason == failures_[fixture]->reason) {
            failure.reset();
        }
    }
    failures_[fixture].reset();
}

const Conclusion* Scheduler::failure_of_chain(FixtureId fixture) const {
    for (const FixtureId one : plan_.chain(fixture)) {
        if (failures_[one]) {
            return &*failures_[one];
        }
    }
    return nullptr;
}

void Scheduler::start_holds(double now) {
    for (auto next = unanswered_.begin(); next != unanswered_.end();) {
        ++looked_at_;
        const FixtureId fixture = *next++;
        const Conclusion* failure = failure_of_chain(fixture);
        const bool up = failure == nullptr && slot_free() && run_chain_up(plan_.chain(fixture), kNone, now) == kNone;
        if (failure != nullptr || up) {
            unanswered_.erase(fixture);
            answer_hold(fixture, failure);
        }
    }
}

void Scheduler::answer_hold(FixtureId fixture, const Conclusion* failure) {
    if (failure == nullptr) {
        actions_.push_back(ConcludeHold{fixture, SetupOutcome::passed, ""});
        return;
    }
    const SetupOutcome outcome = failure->outcome == Outcome::skipped   ? SetupOutcome::skipped
                                 : failure->cause == Cause::interrupted ? SetupOutcome::interrupted
                                                                        : SetupOutcome::failed;
    actions_.push_back(ConcludeHold{fixture, outcome, failure->reason});
}

void Scheduler::release_all() {
    const Conclusion failure = stop_conclusion();
    for (const FixtureId fixture : unanswered_) {
        answer_hold(fixture, &failure);
    }
    for (const FixtureId fixture : holds_) {
        count_hold(fixture, -1);
    }
    holds_.clear();
    unanswered_.clear();
    held_groups_.clear();
}

void Scheduler::cancel(TaskId task, Outcome outcome, const std::string& reason, double now) {
    const Cause cause = outcome == Outcome::timeout   ? Cause::timeout
                        : outcome == Outcome::crashed ? Cause::signal
                                                      : Cause::interrupted;
    const WorkerId id = last_worker(task);
    GroupState& group = groups_[id.group];
    if (group.ready.remove(task)) {
        note_ready(id.group);
        conclude_unstarted(task, {Outcome::not_run, Cause::interrupted, reason});
    }
    if (id.number >= 0 && static_cast<std::size_t>(id.number) < group.workers.size()) {
        Worker& worker = worker_at(id);
        if (worker.assignment && worker.assignment->task == task) {
            cancel_assigned(worker, {outcome, cause, reason}, now);
        }
    }
    advance(now);
}

WorkerId Scheduler::last_worker(TaskId task) const {
    return {group_of(plan_, task, request_of(task)), task < last_worker_.size() ? last_worker_[task] : -1};
}

// A set-up for the task is finished first. An attempt that has not started has not timed out, but is not run.
void Scheduler::cancel_assigned(Worker& worker, const Conclusion& why, double now) {
    Assignment& assignment = *worker.assignment;
    assignment.cancelled = true;
    if (assignment.finished && assignment.again) {
        assignment.again = false;
        conclude_last(assignment.task, {Outcome::not_run, Cause::interrupted, why.reason});
    } else if (assignment.running) {
        end_task(worker, why, Force::kill, now);
    } else if (!assignment.decided) {
        assignment.decided = Conclusion{Outcome::not_run, Cause::interrupted, why.reason};
    }
}

}  // namespace pf
