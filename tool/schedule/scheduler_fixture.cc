// The life of a fixture: it is set up just before the first task that requires it, and torn down as soon as the last
// one has ended.
#include <algorithm>
#include <utility>

#include "tool/schedule/scheduler.h"

namespace pf {
namespace {

double deadline_after(double limit, double now) { return limit > 0 ? now + limit : kNever; }

}  // namespace

InstanceId Scheduler::make_instance(const Instance& what, bool holds_slot, double now) {
    const InstanceId id = next_instance_++;
    InstanceState& state = instances_[id];
    state.what = what;
    state.slot_held = holds_slot;
    state.deadline = deadline_after(plan_.fixtures[what.fixture].setup_timeout, now);
    used_ += holds_slot ? 1 : 0;
    if (what.parent != kNone) {
        ++instances_.at(what.parent).children;
    }
    actions_.push_back(SetUp{id});
    return id;
}

InstanceId Scheduler::innermost(WorkerId worker) const {
    const std::vector<InstanceId> all = chain(worker);
    return all.empty() ? kNone : all.back();
}

void Scheduler::setup_ended(InstanceId id, SetupOutcome outcome, const std::string& reason, double now) {
    InstanceState& state = instances_.at(id);
    if (state.lost && starting_allowed()) {
        restart(id, state.override_reason, now);
        return;
    }
    leave_setup(id);
    if (state.setup_override) {
        outcome = *state.setup_override;
    }
    const std::string said = state.setup_override ? state.override_reason : reason;
    state.setup_override.reset();
    actions_.push_back(ConcludeSetup{id, outcome, said});
    if (outcome != SetupOutcome::passed) {
        setup_failed(id, outcome, said, now);
    } else if (state.what.worker.number >= 0) {
        continue_setups(state.what.worker, now);
    }
    advance(now);
}

// A fixture of the worker is up: continues with the next one, unless the task is not to run any more.
void Scheduler::continue_setups(WorkerId id, double now) {
    Worker& worker = worker_at(id);
    const std::optional<Conclusion>& decided = worker.assignment->decided;
    const std::optional<Conclusion>& failure = decided ? decided : groups_[id.group].failure;
    if (failure || !starting_allowed()) {
        give_up(worker, failure ? *failure : stop_conclusion(), now);
    } else {
        set_up_next_or_start(worker, now);
    }
}

void Scheduler::leave_setup(InstanceId id) {
    InstanceState& state = instances_.at(id);
    used_ -= std::exchange(state.slot_held, false) ? 1 : 0;
    state.phase = Phase::up;
    state.ending = Ending::no;
    state.deadline = kNever;
}

void Scheduler::setup_lost(InstanceId id, const std::string& reason, double now) {
    const InstanceState& state = instances_.at(id);
    const bool ours = state.setup_override || !starting_allowed();
    if (!ours && ++deaths_[state.what.fixture] < kMostDeaths) {
        restart(id, reason, now);
        return;
    }
    const std::string before = ours ? "" : ", as it did " + std::to_string(kMostDeaths - 1) + " times before";
    setup_ended(id, SetupOutcome::failed, reason + before, now);
}

// Tears the instance down. The tasks that wait for the fixture have it set up again.
void Scheduler::restart(InstanceId id, const std::string& reason, double now) {
    leave_setup(id);
    InstanceState& state = instances_.at(id);
    state.dead = true;
    state.setup_override.reset();
    const Instance what = state.what;
    actions_.push_back(ConcludeSetup{id, SetupOutcome::failed, reason});
    if (what.worker.number >= 0) {
        put_back(worker_at(what.worker), now);
    }
    advance(now);
}

void Scheduler::setup_failed(InstanceId id, SetupOutcome outcome, const std::string& reason, double now) {
    InstanceState& state = instances_.at(id);
    state.dead = true;
    state.skipped = outcome == SetupOutcome::skipped;
    const std::string name(plan_.fixtures[state.what.fixture].name);
    Conclusion failure{Outcome::not_run, Cause::fixture_failed, "fixture " + name + " failed: " + reason};
    if (outcome == SetupOutcome::skipped) {
        failure = {Outcome::skipped, Cause::fixture_skipped, "fixture " + name + " was skipped: " + reason};
    } else if (outcome == SetupOutcome::interrupted) {
        failure = {Outcome::not_run, Cause::interrupted, reason};
    }
    const Instance what = state.what;
    switch (plan_.fixtures[what.fixture].scope) {
        case FixtureScope::run:
            fail_fixture(what.fixture, failure);
            break;
        case FixtureScope::worker:
            fail_group(what.worker.group, failure);
            give_up(worker_at(what.worker), failure, now);
            break;
        case FixtureScope::task:
            give_up(worker_at(what.worker), failure, now);
            break;
    }
    if (outcome == SetupOutcome::failed || outcome == SetupOutcome::timeout) {
        note_failure(now);
    }
}

void Scheduler::fail_fixture(FixtureId fixture, const Conclusion& why) {
    failures_[fixture] = why;
    for (const GroupId group : users_[fixture]) {
        fail_group(group, why);
    }
}

void Scheduler::fixture_died(InstanceId id, const std::string& reason, double now) {
    InstanceState& state = instances_.at(id);
    if (state.phase != Phase::up || state.dead) {
        return;
    }
    state.dead = true;
    const Instance what = state.what;
    const PlannedFixture& fixture = plan_.fixtures[what.fixture];
    const bool linked = fixture.kind == FixtureKind::linked;
    const std::string name(fixture.name);
    std::string said = (linked ? "the process of fixture " : "service ") + name + " died: " + reason;
    const Cause cause = linked ? Cause::fixture_died : Cause::service_died;
    const bool restarts = linked && !plan_.in_unit_process(fixture) && ++deaths_[what.fixture] < kMostDeaths;
    end_users(id, {linked ? Outcome::crashed : Outcome::failed, cause, said}, restarts, now);
    if (plan_.in_unit_process(fixture)) {
        end_unit(fixture.program,
                 {Outcome::not_run, cause, said});  // A new process lacks the effects of the earlier tests.
        note_failure(now);
        advance(now);
        return;
    }
    if (restarts) {
        advance(now);
        return;
    }
    said += linked ? ", as it did " + std::to_string(kMostDeaths - 1) + " times before" : "";
    const Conclusion failure{Outcome::not_run, cause, said};
    if (fixture.scope == FixtureScope::run) {
        fail_fixture(what.fixture, failure);
    } else if (fixture.scope == FixtureScope::worker) {
        fail_group(what.worker.group, failure);
    }
    note_failure(now);
    advance(now);
}

// Whether the instance, or one that it is nested in, is dead.
bool Scheduler::doomed(InstanceId id) const {
    while (id != kNone && !instances_.at(id).dead) {
        id = instances_.at(id).what.parent;
    }
    return id != kNone;
}

// Whether a worker with a task requires the instance.
bool Scheduler::used(InstanceId id) const {
    return std::any_of(active_.begin(), active_.end(), [&](GroupId group) {
        const std::deque<Worker>& workers = groups_[group].workers;
        return std::any_of(workers.begin(), workers.end(), [&](const Worker& worker) {
            const InstanceId inner = worker.assignment ? innermost(worker.id) : kNone;
            return inner != kNone && is_nested_in(inner, id);
        });
    });
}

// Whether `ancestor` is the instance itself or one around it.
bool Scheduler::is_nested_in(InstanceId id, InstanceId ancestor) const {
    while (id != kNone && id != ancestor) {
        id = instances_.at(id).what.parent;
    }
    return id == ancestor;
}

// Ends every task that requires the instance and every set-up nested in it. `restarts` says that the fixture is set up
// again, and those set-ups with it.
void Scheduler::end_users(InstanceId id, const Conclusion& why, bool restarts, double now) {
    for (const GroupId group : active_) {
        for (Worker& worker : groups_[group].workers) {
            const InstanceId inner = innermost(worker.id);
            if (inner != kNone && is_nested_in(inner, id)) {
                end_if_running(worker, why, Force::terminate, now);
            }
        }
    }
    for (auto& [other, state] : instances_) {
        if (other != id && state.phase == Phase::setting_up && is_nested_in(other, id)) {
            state.lost = restarts && !state.setup_override;
            end_instance(other, SetupOutcome::failed, why.reason, Force::terminate, now);
        }
    }
}

// Ends a set-up. With Force::kill it ends a teardown as well.
void Scheduler::end_instance(InstanceId id, SetupOutcome as, const std::string& reason, Force force, double now) {
    InstanceState& state = instances_.at(id);
    const bool kill = force == Force::kill || options_.grace <= 0;
    // A teardown cleans the machine up. Only a killed run does not wait for it, whatever the grace.
    const bool concerned =
        state.phase == Phase::setting_up || (force == Force::kill && state.phase == Phase::tearing_down);
    if (!concerned || state.ending >= (kill ? Ending::killed : Ending::terminated)) {
        return;
    }
    if (state.phase == Phase::setting_up && !state.setup_override) {
        state.setup_override = as;
        state.override_reason = reason;
    } else if (state.override_reason.empty()) {
        state.override_reason = reason;
    }
    send_end(id, kill, now);
}

void Scheduler::send_end(InstanceId id, bool kill, double now) {
    InstanceState& state = instances_.at(id);
    state.ending = kill ? Ending::killed : Ending::terminated;
    state.deadline = now + (kill ? options_.kill_limit : options_.grace);
    actions_.push_back(EndInstance{id, kill ? Force::kill : Force::terminate});
}

void Scheduler::escalate_instance(InstanceId id, double now) {
    InstanceState& state = instances_.at(id);
    const PlannedFixture& fixture = plan_.fixtures[state.what.fixture];
    const bool service = fixture.kind == FixtureKind::service;
    if (state.ending == Ending::killed) {
        state.ending = Ending::abandoned;
        state.deadline = kNever;
        actions_.push_back(AbandonInstance{id});
    } else if (state.phase == Phase::setting_up) {
        end_instance(id, SetupOutcome::timeout,
                     (service ? "it was not ready within " : "its set-up did not end within ") +
                         formatted("%g s", fixture.setup_timeout),
                     state.ending == Ending::no ? Force::terminate : Force::kill, now);
    } else if (state.phase == Phase::tearing_down) {
        const double limit = service ? fixture.stop_timeout : fixture.teardown_timeout;
        state.override_reason = service ? "it did not stop within " + formatted("%g s", limit) + " and was killed"
                                        : "its teardown did not end within " + formatted("%g s", limit);
        // A service was sent its stop signal before; a teardown command gets SIGTERM first.
        send_end(id, service || state.ending == Ending::terminated || options_.grace <= 0, now);
    }
}

void Scheduler::tear_down(InstanceId id, bool with_command, bool holds_slot, double now) {
    InstanceState& state = instances_.at(id);
    const PlannedFixture& fixture = plan_.fixtures[state.what.fixture];
    const bool killed = stop_ == StopLevel::kill;
    state.phase = Phase::tearing_down;
    state.slot_held = holds_slot;
    used_ += holds_slot ? 1 : 0;
    state.ending = killed ? Ending::killed : Ending::no;
    const double limit = fixture.kind == FixtureKind::service ? fixture.stop_timeout : fixture.teardown_timeout;
    state.deadline = killed ? now + options_.kill_limit : deadline_after(limit, now);
    state.override_reason = killed ? stop_reason_ : "";
    actions_.push_back(TearDown{id, with_command, killed ? Force::kill : Force::terminate});
}

void Scheduler::teardown_ended(InstanceId id, bool passed, const std::string& reason, double now) {
    InstanceState& state = instances_.at(id);
    const bool overridden = !state.override_reason.empty();
    actions_.push_back(ConcludeTeardown{id, passed && !overridden, overridden ? state.override_reason : reason});
    const Instance what = state.what;
    forget(id);
    if (what.worker.number >= 0) {
        Worker& worker = worker_at(what.worker);
        worker.instances.pop_back();
        if (worker.assignment) {
            wind_down(worker, now);
        }
    }
    advance(now);
}

void Scheduler::forget(InstanceId id) {
    const InstanceState state = instances_.at(id);
    used_ -= state.slot_held ? 1 : 0;
    if (state.what.parent != kNone) {
        --instances_.at(state.what.parent).children;
    }
    if (run_instance_[state.what.fixture] == id) {
        run_instance_[state.what.fixture] = kNone;
    }
    instances_.erase(id);
}

void Scheduler::retire_idle_workers(double now) {
    for (const GroupId id : std::set<GroupId>(active_)) {
        GroupState& group = groups_[id];
        const bool wanted = !group.ready.empty() || group_held(id) || (group.generators > 0 && starting_allowed());
        bool open = false;
        for (Worker& worker : group.workers) {
            if (!wanted || (!worker.instances.empty() && doomed(worker.instances.back())) || must_yield(id)) {
                take_down_worker(worker, now);
            }
            open = open || worker.open;
        }
        if (!open) {
            active_.erase(id);
        }
    }
}

// Closes an idle worker once its fixtures are torn down, of which it begins with the innermost.
void Scheduler::take_down_worker(Worker& worker, double now) {
    if (!worker.open || worker.assignment) {
        return;
    }
    if (worker.instances.empty()) {
        worker.open = false;
        actions_.push_back(CloseWorker{worker.id});
        return;
    }
    const InstanceId last = worker.instances.back();
    const InstanceState& state = instances_.at(last);
    if (state.phase == Phase::up && teardown_allowed()) {
        tear_down(last, !state.skipped, true, now);
    }
}

}  // namespace pf
