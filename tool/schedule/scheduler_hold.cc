// Holds: ctest alone knows which tasks will come, and says how long a fixture is needed by its set-up and clean-up
// tests.
#include <algorithm>
#include <utility>

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
        const bool kept = plan_.is_ctest_fixture(one) && plan_.unit_of(one).empty() && !ends_with_last_task(one);
        if (kept && holds_.insert(one).second) {
            count_hold(one, 1);
        }
    }
}

void Scheduler::release(FixtureId fixture, double now) {
    const bool held = drop_hold(fixture);
    if (forget_expected_in(users_[fixture]) || held) {
        advance(now);
    }
}

// Returns whether the fixture was held.
bool Scheduler::drop_hold(FixtureId fixture) {
    if (holds_.erase(fixture) == 0) {
        return false;
    }
    unanswered_.erase(fixture);
    count_hold(fixture, -1);
    if (run_instance_[fixture] != kNone) {  // held_by_parents()
        for (const InstanceId nested : nested_in(run_instance_[fixture])) {
            consider(nested);
        }
    }
    for (const GroupId group : users_[fixture]) {
        touch(group);
    }
    return true;
}

void Scheduler::hold_group(GroupId group) {
    if (starting_allowed() && !knows_what_comes_) {
        held_groups_.insert(group);
    }
}

void Scheduler::release_group(GroupId group, double now) {
    held_groups_.erase(group);
    forget_expected_in({group});
    touch(group);
    advance(now);
}

// The workers of a group stay for as long as all innermost fixtures of scope RUN that they require are held.
bool Scheduler::group_held(GroupId id) const {
    if (knows_what_comes_) {
        return !expected_[id].empty();
    }
    return held_groups_.count(id) != 0 || all_held(plan_.ctest_fixtures(plan_.groups[id].fixtures));
}

// ctest has no tests for a fixture within a linked program: the fixture stays up while those that ctest knows are held.
bool Scheduler::held_by_parents(FixtureId fixture) const {
    return !knows_what_comes_ && !plan_.is_ctest_fixture(fixture) && all_held(plan_.ctest_fixtures({fixture}));
}

// Whether all of these fixtures are held, and there is one.
bool Scheduler::all_held(const std::vector<FixtureId>& fixtures) const {
    return !fixtures.empty() && std::all_of(fixtures.begin(), fixtures.end(),
                                            [this](FixtureId fixture) { return holds_.count(fixture) != 0; });
}

// If it is known which tasks will come, a linked program without a set-up test ends after the last of them. One with a
// set-up test stays until its teardown test, as every fixture that a project declares.
bool Scheduler::ends_with_last_task(FixtureId fixture) const {
    const GroupId program = plan_.fixtures[fixture].program;
    return knows_what_comes_ && program != kNone && !plan_.groups[program].tests.has_setup;
}

// So many more tasks of the group are expected.
void Scheduler::count_expected(GroupId group, int change) {
    for (const FixtureId fixture : groups_[group].chain) {
        require(fixture, change);
    }
    touch(group);
}

// What is up may have to go now, because holds count less than before. This looks at everything, once for a ctest.
void Scheduler::expect(const std::vector<TaskId>& tasks, double now) {
    if (!starting_allowed()) {
        return;
    }
    knows_what_comes_ = true;
    for (const TaskId task : tasks) {
        const GroupId group = plan_.tasks[task].group;
        if (expected_[group].insert(task).second) {
            count_expected(group, 1);
        }
    }
    held_groups_.clear();
    for (const FixtureId fixture : std::set<FixtureId>(holds_)) {
        if (unanswered_.count(fixture) == 0 && ends_with_last_task(fixture)) {
            drop_hold(fixture);
        }
    }
    for (const InstanceId instance : run_instance_) {
        if (instance != kNone) {
            consider(instance);
        }
    }
    for (GroupId group = 0; group < groups_.size(); ++group) {
        touch(group);
    }
    advance(now);
}

void Scheduler::forget_expected(TaskId task) {
    const GroupId group = plan_.tasks[task].group;
    if (expected_[group].erase(task) != 0) {
        count_expected(group, -1);
    }
}

// ctest runs the test that releases a fixture or a group after all tests that require it, so a task that has not come
// by then will not come: its test was not run. Returns whether there was one.
bool Scheduler::forget_expected_in(const std::vector<GroupId>& groups) {
    bool any = false;
    for (const GroupId group : groups) {
        const std::size_t count = std::exchange(expected_[group], {}).size();
        if (count > 0) {
            count_expected(group, -static_cast<int>(count));
            any = true;
        }
    }
    return any;
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
        const std::set<int> idle = groups_[group].idle;
        for (const int number : idle) {
            if (Worker& worker = worker_at({group, number}); worker.instances.empty()) {
                take_down_worker(worker, now);
            }
        }
        touch(group);
    }
    const InstanceId running = program == kNone ? kNone : run_instance_[program];
    if (running != kNone && instances_.at(running).assigned == 0) {
        if (instances_.at(running).phase == Phase::up) {
            die(running);
        }
    }
    advance(now);
}

// Clears the failure of the last set-up, so that the set-up is tried again.
void Scheduler::clear_failure(FixtureId fixture) {
    if (!failures_[fixture]) {
        return;
    }
    const Conclusion cleared = *std::exchange(failures_[fixture], std::nullopt);
    for (const GroupId group : users_[fixture]) {
        std::optional<Conclusion>& failure = groups_[group].failure;
        if (failure && failure->reason == cleared.reason) {
            const Conclusion* other = failure_of(groups_[group].chain);
            failure = other == nullptr ? std::nullopt : std::optional(*other);
        }
    }
}

// Returns why one of the fixtures cannot be used; null: none of them has failed.
const Conclusion* Scheduler::failure_of(const std::vector<FixtureId>& chain) const {
    for (const FixtureId one : chain) {
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
        const std::vector<FixtureId> chain = plan_.chain(fixture);
        const Conclusion* failure = failure_of(chain);
        const bool up = failure == nullptr && slot_free() && set_up_chain(chain, kNone, now).empty();
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
    for (GroupId group = 0; group < groups_.size(); ++group) {
        forget_expected_in({group});
    }
}

void Scheduler::cancel(TaskId task, Outcome outcome, const std::string& reason, double now) {
    const Cause cause = outcome == Outcome::timeout   ? Cause::timeout
                        : outcome == Outcome::crashed ? Cause::signal
                                                      : Cause::interrupted;
    const WorkerId id = last_worker(task);
    GroupState& group = groups_[id.group];
    if (group.ready.remove(task) || group.after_others.erase(task) != 0) {
        note_ready(id.group);
        conclude_unstarted(task, {Outcome::not_run, Cause::interrupted, reason});
    }
    if (id.number >= 0 && static_cast<std::size_t>(id.number) < group.workers.size()) {
        Worker& worker = worker_at(id);
        if (worker.assignment && worker.assignment->task == task) {
            cancel_assigned(worker, {outcome, cause, reason}, now);
        } else if (worker.assignment && worker.assignment->next && worker.assignment->next->task == task) {
            Next& next = *worker.assignment->next;
            next.cancelled = true;
            next.decided = Conclusion{outcome, cause, reason};
            next.force = Force::kill;
            take_back(worker);
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
