// What ctest wants to stay: it alone knows which tasks come, and says so by the tests before and after them.
#include "tool/schedule/scheduler.h"

namespace pf {

void Scheduler::hold(FixtureId fixture, double now) {
    if (!starting_allowed()) {
        const Failure failure = stop_failure();
        answer_hold(fixture, &failure);
        return;
    }
    if (holds_.insert_or_assign(fixture, false).second) {
        for (const FixtureId below : plan_.chain(fixture)) {
            ++remaining_[below];
        }
    }
    forgive(fixture);
    advance(now);
}

// ctest need not have a test that sets up the fixture, or the one below it: started in a subdirectory it has none. A
// unit's own fixtures end with the one test of the unit.
void Scheduler::retain(FixtureId fixture) {
    if (!starting_allowed()) {
        return;
    }
    for (const FixtureId one : plan_.chain(fixture)) {
        if (plan_.ctest_fixture(one) == one && plan_.unit_of(one).empty() && holds_.emplace(one, true).second) {
            for (const FixtureId below : plan_.chain(one)) {
                ++remaining_[below];
            }
        }
    }
}

void Scheduler::release(FixtureId fixture, double now) {
    if (holds_.erase(fixture) != 0) {
        for (const FixtureId below : plan_.chain(fixture)) {
            --remaining_[below];
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
    advance(now);
}

// The innermost fixture of scope RUN decides: with it goes what its workers have.
bool Scheduler::held(GroupId id) const {
    return held_groups_.count(id) != 0 || holds_.count(plan_.ctest_fixture(plan_.groups[id].fixture)) != 0;
}

// Nothing of ctest's is about what stands within a linked program: it stays with what the program stands on.
bool Scheduler::kept(FixtureId fixture) const {
    const FixtureId holder = plan_.ctest_fixture(fixture);
    return holder != fixture && holds_.count(holder) != 0;
}

// What failed last time may come to something now.
void Scheduler::forgive(FixtureId fixture) {
    if (!failures_[fixture]) {
        return;
    }
    for (const GroupId group : groups_on_[fixture]) {
        std::optional<Failure>& failure = groups_[group].failure;
        if (failure && failure->reason == failures_[fixture]->reason) {
            failure.reset();
        }
    }
    failures_[fixture].reset();
}

const Scheduler::Failure* Scheduler::failure_below(FixtureId fixture) const {
    for (const FixtureId below : plan_.chain(fixture)) {
        if (failures_[below]) {
            return &*failures_[below];
        }
    }
    return nullptr;
}

void Scheduler::start_holds(double now) {
    for (auto& [fixture, answered] : holds_) {
        if (answered) {
            continue;
        }
        const Failure* failure = failure_below(fixture);
        const bool up = failure == nullptr && slot_free() && run_chain_up(plan_.chain(fixture), kNone, now);
        if (failure != nullptr || up) {
            answered = true;
            answer_hold(fixture, failure);
        }
    }
}

void Scheduler::answer_hold(FixtureId fixture, const Failure* failure) {
    if (failure == nullptr) {
        actions_.push_back(ConcludeHold{fixture, SetupOutcome::passed, ""});
        return;
    }
    const SetupOutcome outcome = failure->outcome == Outcome::skipped   ? SetupOutcome::skipped
                                 : failure->cause == Cause::interrupted ? SetupOutcome::interrupted
                                                                        : SetupOutcome::failed;
    actions_.push_back(ConcludeHold{fixture, outcome, failure->reason});
}

void Scheduler::drop_holds() {
    const Failure failure = stop_failure();
    for (const auto& [fixture, answered] : holds_) {
        if (!answered) {
            answer_hold(fixture, &failure);
        }
        for (const FixtureId below : plan_.chain(fixture)) {
            --remaining_[below];
        }
    }
    holds_.clear();
    held_groups_.clear();
}

void Scheduler::cancel(TaskId task, Outcome outcome, const std::string& reason, double now) {
    const Cause cause = outcome == Outcome::timeout   ? Cause::timeout
                        : outcome == Outcome::crashed ? Cause::signal
                                                      : Cause::interrupted;
    const Override why{outcome, cause, reason};
    const GroupId id = group_of(task);
    if (groups_[id].ready.remove(task)) {
        conclude_unstarted(task, {Outcome::not_run, Cause::interrupted, reason});
    }
    for (int worker = 0; worker < static_cast<int>(groups_[id].workers.size()); ++worker) {
        const std::optional<Assignment>& held = groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
        if (held && held->task == task) {
            cancel_assigned(id, worker, why, now);
        }
    }
    advance(now);
}

// What is set up for it comes to its end first. What has not begun has not timed out.
void Scheduler::cancel_assigned(GroupId id, int worker, const Override& why, double now) {
    Assignment& assignment = *groups_[id].workers[static_cast<std::size_t>(worker)].assignment;
    assignment.cancelled = true;
    if (assignment.finished && assignment.again) {
        assignment.again = false;
        say_last_word(assignment.task, {Outcome::not_run, Cause::interrupted, why.reason});
    } else if (assignment.running) {
        end_task(id, worker, why, Force::kill, now);
    } else if (!assignment.decided) {
        assignment.decided = Override{Outcome::not_run, Cause::interrupted, why.reason};
    }
}

}  // namespace pf
