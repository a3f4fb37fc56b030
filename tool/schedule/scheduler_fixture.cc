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
    instance_deadlines_.move(id, state.deadline, deadline_after(plan_.fixtures[what.fixture].setup_timeout, now));
    used_ += holds_slot ? 1 : 0;
    for (const FixtureId parent : plan_.fixtures[what.fixture].parents) {
        state.what.parents.push_back(instance_of(parent, what.worker));
        instances_.at(state.what.parents.back()).children.insert(id);
    }
    actions_.push_back(SetUp{id});
    return id;
}

// Returns the instance of a fixture that the tasks and fixtures of a worker use; kNone: there is none. The worker does
// not matter for a fixture of scope RUN.
InstanceId Scheduler::instance_of(FixtureId fixture, WorkerId id) const {
    if (plan_.fixtures[fixture].scope == FixtureScope::run) {
        return run_instance_[fixture];
    }
    const std::vector<InstanceId>& own = worker_at(id).instances;
    const auto found = std::find_if(
        own.begin(), own.end(), [&](InstanceId instance) { return instances_.at(instance).what.fixture == fixture; });
    return found == own.end() ? kNone : *found;
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
    instance_deadlines_.move(id, state.deadline, kNever);
    note_run_fixture(state.what.fixture);
    consider(id);
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
    die(id);
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
    die(id);
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
    die(id);
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

// Whether nothing starts on a fixture of the worker any more.
bool Scheduler::is_doomed(const Worker& worker) const {
    return dead_ > 0 && std::any_of(worker.instances.begin(), worker.instances.end(),
                                    [this](InstanceId id) { return instances_.at(id).doomed; });
}

// Ends every task that requires the instance and every set-up nested in it. `restarts` says that the fixture is set up
// again, and those set-ups with it.
void Scheduler::end_users(InstanceId id, const Conclusion& why, bool restarts, double now) {
    const Instance what = instances_.at(id).what;
    const bool one_group = what.worker.number >= 0;
    for (const GroupId group : one_group ? std::vector<GroupId>{what.worker.group} : users_[what.fixture]) {
        for (Worker& worker : groups_[group].workers) {
            ++looked_at_;
            if (!one_group || worker.id == what.worker) {
                end_if_running(worker, why, Force::terminate, now);
            }
        }
    }
    for (const InstanceId other : nested_in(id)) {
        InstanceState& state = instances_.at(other);
        if (state.phase == Phase::setting_up) {
            state.lost = restarts && !state.setup_override;
            end_instance(other, SetupOutcome::failed, why.reason, Force::terminate, now);
        }
    }
}

// Returns all instances that are nested in this one, directly or not.
std::set<InstanceId> Scheduler::nested_in(InstanceId id) const {
    std::set<InstanceId> all;
    std::vector<InstanceId> next{id};
    while (!next.empty()) {
        const InstanceId outer = next.back();
        next.pop_back();
        for (const InstanceId child : instances_.at(outer).children) {
            ++looked_at_;
            if (all.insert(child).second) {
                next.push_back(child);
            }
        }
    }
    return all;
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
    instance_deadlines_.move(id, state.deadline, now + (kill ? options_.kill_limit : options_.grace));
    actions_.push_back(EndInstance{id, kill ? Force::kill : Force::terminate});
}

void Scheduler::escalate_instance(InstanceId id, double now) {
    InstanceState& state = instances_.at(id);
    const PlannedFixture& fixture = plan_.fixtures[state.what.fixture];
    const bool service = fixture.kind == FixtureKind::service;
    if (state.ending == Ending::killed) {
        state.ending = Ending::abandoned;
        instance_deadlines_.move(id, state.deadline, kNever);
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
    instance_deadlines_.move(id, state.deadline, killed ? now + options_.kill_limit : deadline_after(limit, now));
    state.override_reason = killed ? stop_reason_ : "";
    actions_.push_back(TearDown{id, with_command, killed ? Force::kill : Force::terminate});
    note_run_fixture(state.what.fixture);
    count_teardown(state.what.fixture, 1);
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
        note_worker(worker);
        if (worker.assignment) {
            wind_down(worker, now);
        }
    }
    advance(now);
}

void Scheduler::forget(InstanceId id) {
    const InstanceState state = instances_.at(id);
    const FixtureId fixture = state.what.fixture;
    used_ -= state.slot_held ? 1 : 0;
    dead_ -= state.dead ? 1 : 0;
    instance_deadlines_.move(id, instances_.at(id).deadline, kNever);
    instances_.erase(id);
    for (const InstanceId parent : state.what.parents) {
        instances_.at(parent).children.erase(id);
        consider(parent);
    }
    count_teardown(fixture, -1);
    if (run_instance_[fixture] == id) {
        run_instance_[fixture] = kNone;
        note_run_fixture(fixture);
    }
}

// Called when the state of an instance of the fixture has changed, or when there is none any more.
void Scheduler::note_run_fixture(FixtureId fixture) {
    waiting_.set({Obstacle::Kind::fixture, fixture}, run_instance_[fixture] != kNone && !is_usable(fixture));
}

// One process tears one fixture down at a time.
void Scheduler::count_teardown(FixtureId fixture, int change) {
    const GroupId program = plan_.fixtures[fixture].program;
    if (program == kNone || !pool_of(program).shared) {
        return;
    }
    Pool& pool = pool_of(program);
    pool.tearing_down += change;
    if (pool.tearing_down == 0 && !pool.unfinished.empty()) {
        wake(*pool.unfinished.begin());
    }
}

// Nothing starts on the instance any more, nor on those nested in it.
void Scheduler::die(InstanceId id) {
    InstanceState& state = instances_.at(id);
    state.dead = state.doomed = true;
    ++dead_;
    note_run_fixture(state.what.fixture);
    consider(id);
    for (const InstanceId nested : nested_in(id)) {
        instances_.at(nested).doomed = true;
        note_run_fixture(instances_.at(nested).what.fixture);
        consider(nested);
    }
}

// The instance may have to be torn down, or a worker that has it may have to go.
void Scheduler::consider(InstanceId id) {
    const Instance& what = instances_.at(id).what;
    if (what.worker.number >= 0) {
        touch(what.worker.group);
    } else {
        over_.insert(id);
    }
}

// Whether an instance of scope RUN is to be torn down.
bool Scheduler::is_over(InstanceId id) const {
    const InstanceState& state = instances_.at(id);
    const FixtureId fixture = state.what.fixture;
    return state.phase == Phase::up && state.children.empty() &&
           ((remaining_[fixture] == 0 && !held_by_parents(fixture)) || (state.assigned == 0 && state.doomed));
}

void Scheduler::start_teardowns(double now) {
    retire_idle_workers(now);
    while (!over_.empty() && teardown_allowed()) {
        ++looked_at_;
        const InstanceId id = over_.extract(over_.begin()).value();
        if (instances_.count(id) != 0 && is_over(id)) {
            tear_down(id, !instances_.at(id).skipped, true, now);
        }
    }
}

}  // namespace pf
