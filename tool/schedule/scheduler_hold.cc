// Holds: ctest alone knows which tasks will come, and says how long a fixture is needed by its set-up and clean-up
// tests.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {

// A hold counts as a task that requires the fixture.
void Scheduler::count_hold(FixtureId fixture, int change) {
    for (const FixtureId one : plan_.chain(fixture)) {
        remaining_[one] += change;
    }
}

void Scheduler::hold(FixtureId fixture, double now) {
    if (!starting_allowed()) {
        const Conclusion failure = stop_conclusion();
        answer_hold(fixture, &failure);
        return;
    }
    if (holds_.insert_or_assign(fixture, false).second) {
        count_hold(fixture, 1);
    }
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
        const bool kept = plan_.ctest_fixture(one) == one && plan_.unit_of(one).empty() && !ends_with_last_task(one);
        if (kept && holds_.emplace(one, true).second) {
            count_hold(one, 1);
        }
    }
}

void Scheduler::release(FixtureId fixture, double now) {
    const bool held = holds_.erase(fixture) != 0;
    if (held) {
        count_hold(fixture, -1);
    }
    if (forget_expected_in(users_[fixture]) || held) {
        advance(now);
    }
}

void Scheduler::hold_group(GroupId group) {
    if (starting_allowed() && !knows_what_comes_) {
        held_groups_.insert(group);
    }
}

void Scheduler::release_group(GroupId group, double now) {
    held_groups_.erase(group);
    forget_expected_in({group});
    advance(now);
}

// The workers of a group stay for as long as the innermost fixture of scope RUN that they require is held.
bool Scheduler::group_held(GroupId id) const {
    if (knows_what_comes_) {
        return expected_in_[id] > 0;
    }
    return held_groups_.count(id) != 0 || holds_.count(plan_.ctest_fixture(plan_.groups[id].fixture)) != 0;
}

// ctest has no tests for a fixture within a linked program: the fixture stays up while the one that ctest knows is
// held.
bool Scheduler::held_by_parent(FixtureId fixture) const {
    const FixtureId holder = plan_.ctest_fixture(fixture);
    return !knows_what_comes_ && holder != fixture && holds_.count(holder) != 0;
}

// If it is known which tasks will come, a linked program without a set-up test ends after the last of them. One with a
// set-up test stays until its teardown test, as every fixture that a project declares.
bool Scheduler::ends_with_last_task(FixtureId fixture) const {
    const GroupId program = plan_.fixtures[fixture].program;
    return knows_what_comes_ && program != kNone && !plan_.groups[program].tests.has_setup;
}

void Scheduler::count_expected(TaskId task, int change) {
    const GroupId group = plan_.tasks[task].group;
    expected_in_[group] += change;
    for (const FixtureId fixture : groups_[group].chain) {
        remaining_[fixture] += change;
    }
}

void Scheduler::expect(const std::vector<TaskId>& tasks, double now) {
    if (!starting_allowed()) {
        return;
    }
    knows_what_comes_ = true;
    for (const TaskId task : tasks) {
        if (expected_.insert(task).second) {
            count_expected(task, 1);
        }
    }
    held_groups_.clear();
    for (auto hold = holds_.begin(); hold != holds_.end();) {
        const bool answered = hold->second;
        if (answered && ends_with_last_task(hold->first)) {
            count_hold(hold->first, -1);
            hold = holds_.erase(hold);
        } else {
            ++hold;
        }
    }
    advance(now);
}

void Scheduler::forget_expected(TaskId task) {
    if (expected_.erase(task) != 0) {
        count_expected(task, -1);
    }
}

// ctest runs the test that releases a fixture or a group after all tests that require it, so a task that has not come
// by then will not come: its test was not run.
bool Scheduler::forget_expected_in(const std::vector<GroupId>& groups) {
    if (std::none_of(groups.begin(), groups.end(), [this](GroupId group) { return expected_in_[group] > 0; })) {
        return false;
    }
    for (const TaskId task : std::set<TaskId>(expected_)) {
        if (std::find(groups.begin(), groups.end(), plan_.tasks[task].group) != groups.end()) {
            forget_expected(task);
        }
    }
    return true;
}

void Scheduler::retry_setups(GroupId group) {
    for (const FixtureId fixture : groups_[group].chain) {
        if (plan_.fixtures[fixture].kind == FixtureKind::linked) {
            clear_failure(fixture);
        }
    }
}

void Scheduler::set_aside(const std::vector<GroupId>& groups, FixtureId program, double now) {
    for (const GroupId group : groups) {
        for (Worker& worker : groups_[group].workers) {
            if (worker.instances.empty()) {
                take_down_worker(worker, now);
            }
        }
    }
    const InstanceId running = program == kNone ? kNone : run_instance_[program];
    if (running != kNone && !used(running)) {
        InstanceState& state = instances_.at(running);
        state.dead = state.dead || state.phase == Phase::up;
    }
    advance(now);
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
    for (auto& [fixture, answered] : holds_) {
        if (answered) {
            continue;
        }
        const Conclusion* failure = failure_of_chain(fixture);
        const bool up = failure == nullptr && slot_free() && run_chain_up(plan_.chain(fixture), kNone, now);
        if (failure != nullptr || up) {
            answered = true;
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
    for (const auto& [fixture, answered] : holds_) {
        if (!answered) {
            answer_hold(fixture, &failure);
        }
        count_hold(fixture, -1);
    }
    holds_.clear();
    held_groups_.clear();
    for (const TaskId task : std::exchange(expected_, {})) {
        count_expected(task, -1);
    }
}

void Scheduler::cancel(TaskId task, Outcome outcome, const std::string& reason, double now) {
    const Cause cause = outcome == Outcome::timeout   ? Cause::timeout
                        : outcome == Outcome::crashed ? Cause::signal
                                                      : Cause::interrupted;
    const GroupId id = group_of(plan_, task, request_of(task));
    if (groups_[id].ready.remove(task)) {
        conclude_unstarted(task, {Outcome::not_run, Cause::interrupted, reason});
    }
    for (Worker& worker : groups_[id].workers) {
        if (worker.assignment && worker.assignment->task == task) {
            cancel_assigned(worker, {outcome, cause, reason}, now);
        }
    }
    advance(now);
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
