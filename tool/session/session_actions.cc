// What the session does for each action of the scheduler, and what it tells the scheduler in return.
#include <algorithm>
#include <csignal>
#include <utility>

#include "runtime/foreground_terminal.h"
#include "tool/plan/plan_generated.h"
#include "tool/session/leased_run.h"
#include "tool/session/service_run.h"
#include "tool/session/session.h"

namespace pf {
namespace {

// ctest holds the locks of the group for as long as the test of the generator runs.
TaskRequestPtr request_of_generated(const TaskRequestPtr& generator) {
    if (!generator || generator->reserved == Reserved::all) {
        return nullptr;
    }
    TaskRequest request;
    request.reserved = Reserved::own;
    return std::make_shared<const TaskRequest>(std::move(request));
}

// Notes how the command of a fixture that failed has ended, unless it ended well.
template <typename Event>
void fill_command_end(Event& event, const FixtureRun& fixture) {
    if (const auto& ended = fixture.command_end(); ended && ended->signal != 0) {
        event.signal = ended->signal;
    } else if (ended && ended->exit_code != 0) {
        event.exit_code = ended->exit_code;
    }
}

}  // namespace

void Session::perform(const SetUp& action) {
    auto& fixture = fixtures_[action.instance];
    fixture = make_fixture(action.instance);
    publisher_.send(SetupStarted{context_.clock.now(), std::string(context_.plan.fixtures[fixture->fixture()].name),
                                 fixture->label()});
    fixture->set_up();
}

FixtureRun::Identity Session::identity_of(InstanceId id) {
    const Instance& instance = scheduler_.instance(id);
    return {id, instance.fixture, label_of(instance), fixture_environment(instance)};
}

std::unique_ptr<FixtureRun> Session::make_fixture(InstanceId id) {
    auto leased = make_leased(id);
    return leased ? std::move(leased) : make_own_fixture(id);
}

// Returns null if the fixture has no LINGER, or if its parents were not leased from one fixture daemon.
std::unique_ptr<FixtureRun> Session::make_leased(InstanceId id) {
    const Instance& instance = scheduler_.instance(id);
    const std::vector<InstanceId>& parents = instance.parents;
    const std::string daemon = parents.empty() ? "" : fixtures_.at(parents.front())->daemon();
    const bool lingers = context_.leases.reach && context_.plan.fixtures[instance.fixture].linger > 0;
    const bool leased = std::all_of(parents.begin(), parents.end(), [&](InstanceId parent) {
        return !daemon.empty() && fixtures_.at(parent)->daemon() == daemon;
    });
    if (!lingers || !leased) {
        return nullptr;
    }
    return std::make_unique<LeasedRun>(context_, static_cast<FixtureHost&>(*this), identity_of(id), daemon);
}

std::unique_ptr<FixtureRun> Session::make_own_fixture(InstanceId id) {
    const Instance& instance = scheduler_.instance(id);
    auto& host = static_cast<FixtureHost&>(*this);
    switch (context_.plan.fixtures[instance.fixture].kind) {
        case FixtureKind::linked:
            return std::make_unique<LinkedRun>(context_, host, identity_of(id),
                                               context_.plan.fixtures[instance.fixture].linked_name.empty()
                                                   ? nullptr
                                                   : linked(instance.parents.front()));
        case FixtureKind::service:
            return std::make_unique<ServiceRun>(context_, host, identity_of(id));
        case FixtureKind::command:
            break;
    }
    return std::make_unique<FixtureRun>(context_, host, identity_of(id));
}

// Returns the run of a linked fixture; null: the instance is none.
LinkedRun* Session::linked(InstanceId instance) const {
    if (context_.plan.fixtures[scheduler_.instance(instance).fixture].kind != FixtureKind::linked) {
        return nullptr;
    }
    return static_cast<LinkedRun*>(fixtures_.at(instance).get());
}

LinkedRun* Session::forked_from(const StartTask& task) const {
    const std::vector<InstanceId> chain = scheduler_.chain(task.worker);
    return chain.empty() || context_.plan.tasks[task.task].test.empty() ? nullptr : linked(chain.back());
}

void Session::perform(const TearDown& action) {
    if (const auto forked = forked_.extract(action.instance)) {
        for (const WorkerId id : forked.mapped()) {
            if (const auto found = workers_.find(id); found != workers_.end()) {
                found->second->leave(action.instance);
            }
        }
    }
    FixtureRun& fixture = *fixtures_.at(action.instance);
    const PlannedFixture& planned = context_.plan.fixtures[scheduler_.instance(action.instance).fixture];
    if (fixture.has_teardown(action.with_command)) {
        fixture.announce_teardown(context_.clock.now());
        publisher_.send(TeardownStarted{context_.clock.now(), std::string(planned.name), fixture.label()});
    }
    fixture.tear_down(action.with_command, action.force == Force::kill);
}

void Session::perform(const EndInstance& action) { fixtures_.at(action.instance)->end(action.force == Force::kill); }

void Session::perform(const AbandonInstance& action) { fixtures_.at(action.instance)->abandon(); }

void Session::note_started(const StartTask& start, double at) {
    TaskStarted event;
    event.at = at;
    event.id = context_.plan.task_id(start.task);
    event.attempt = start.attempt;
    event.worker = start.worker.number;
    event.slot = start.slot;
    if (start.wait) {
        event.waited_since = start.wait->since;
        event.waited = start.wait->until - start.wait->since;
        event.waited_for = start.wait->causes;
    }
    publisher_.send(event);
    if (start.attempt == 1) {
        for (const InstanceId instance : scheduler_.chain(start.worker)) {
            costs_.note_use(scheduler_.instance(instance).fixture);
        }
    }
}

void Session::perform(const StartTask& action) {
    if (options_.foreground) {
        host_.before_waiting(context_.clock.now());  // The output of the run so far goes before that of the task.
    }
    note_started(action, context_.clock.now());
    mark_services(action.worker);
    LinkedRun* const program = forked_from(action);
    if (program != nullptr) {
        forked_[program->id()].insert(action.worker);
    }
    worker(action.worker).start(action, program);
}

void Session::perform(const HandNext& action) {
    WorkerRun& run = worker(action.next.worker);
    if (!run.running() || run.current().task != action.behind || run.current().attempt != action.attempt) {
        return;  // That attempt could not be started, and the scheduler has the task back already.
    }
    const double now = context_.clock.now();
    if (!run.take_next(action.next)) {
        scheduler_.next_handed_back(action.next.worker, now);  // Its turn comes again when that attempt has ended.
        return;
    }
    publisher_.send(
        TaskHanded{now, context_.plan.task_id(action.next.task), action.next.attempt, action.next.worker.number});
    to_hand_.push_back(action.next.worker);
}

void Session::perform(const TakeBack& action) { worker(action.worker).take_next_back(); }

void Session::perform(const NextBegan& action) { note_started(action.start, action.at); }

void Session::perform(const EndTask& action) {
    stacks_.stop(action.worker);
    worker(action.worker).end(action.force == Force::kill, action.signal);
}

void Session::perform(const AbandonWorker& action) { worker(action.worker).abandon(); }

void Session::perform(const CloseWorker& action) { workers_.erase(action.worker); }

void Session::perform(const ConcludeSetup& action) {
    FixtureRun& fixture = *fixtures_.at(action.instance);
    const FixtureId id = scheduler_.instance(action.instance).fixture;
    SetupEnded event;
    event.at = context_.clock.now();
    event.fixture = context_.plan.fixtures[id].name;
    event.instance = fixture.label();
    event.seconds = event.at - fixture.started();
    event.outcome = action.outcome;
    event.reason = action.reason;
    if (action.outcome == SetupOutcome::timeout && !fixture.missing().empty()) {
        event.reason += ": " + fixture.missing();
    }
    event.variables = fixture.made();
    event.kept = fixture.kept_seconds().has_value();
    event.output = to_output(fixture.take_output(), fixture.output_file());
    if (action.outcome == SetupOutcome::failed) {
        fill_command_end(event, fixture);
    }
    if (event.kept) {
        costs_.note_kept(id, *fixture.kept_seconds());
    } else {
        costs_.note_setup(id, event.seconds);
    }
    if (action.outcome == SetupOutcome::passed) {
        fixture.set_complete();
    }
    result_.fixture_failed =
        result_.fixture_failed || action.outcome == SetupOutcome::failed || action.outcome == SetupOutcome::timeout;
    publisher_.send(event);
}

void Session::perform(const ConcludeTeardown& action) {
    const auto found = fixtures_.find(action.instance);
    FixtureRun& fixture = *found->second;
    if (fixture.teardown_started() || !action.passed || !fixture.leaked().empty()) {
        TeardownEnded event;
        event.at = context_.clock.now();
        event.fixture = context_.plan.fixtures[fixture.fixture()].name;
        event.instance = fixture.label();
        event.seconds = event.at - fixture.teardown_started().value_or(event.at);
        event.passed = action.passed;
        event.reason = action.reason;
        event.leaked = fixture.leaked();
        event.output = to_output(fixture.take_output(), fixture.output_file());
        if (!action.passed) {
            fill_command_end(event, fixture);
        }
        publisher_.send(event);
        result_.fixture_failed = result_.fixture_failed || !action.passed;
    }
    fixtures_.erase(found);
}

void Session::perform(ConcludeTask& action) {
    AttemptResult& result = action.result;
    TaskEnded event;
    event.at = result.ended_at.value_or(context_.clock.now());
    event.id = context_.plan.task_id(action.task);
    event.attempt = action.attempt;
    event.worker = action.worker.number;
    event.slot = action.slot;
    event.seconds = result.seconds;
    event.outcome = result.conclusion.outcome;
    event.cause = result.conclusion.cause;
    event.reason = result.conclusion.reason;
    event.exit_code = result.exit_code;
    event.signal = result.signal;
    event.final = action.final;
    event.flaky = action.flaky;
    event.slow = action.slow;
    event.leaked = std::move(result.leaked);
    event.resources = action.allocation ? resource_variables(*action.allocation) : std::vector<std::string>();
    event.kept_dir = keep_private_dir(action);
    event.output = std::move(result.output);
    event.services = is_good(event.outcome) ? "" : std::move(result.services);
    event.stacks = std::move(result.stacks);
    event.failures = std::move(result.failures);
    event.properties = std::move(result.properties);
    if (action.final) {
        ++result_.counts[event.outcome];
    }
    publisher_.send(event);
}

// Keeps the private directory of a task that has failed. Returns its path; "": there is none.
std::string Session::keep_private_dir(const ConcludeTask& action) {
    const Outcome outcome = action.result.conclusion.outcome;
    const bool failed = outcome == Outcome::failed || outcome == Outcome::timeout || outcome == Outcome::crashed;
    const auto found = workers_.find(action.worker);
    const bool ran_last = found != workers_.end() && found->second->current().task == action.task &&
                          found->second->current().attempt == action.attempt;
    if (!action.final || !failed || !ran_last) {
        return "";
    }
    std::string directory = found->second->keep_private_dir();
    if (!directory.empty()) {
        temporary_.keep_content();
    }
    return directory;
}

void Session::perform(const MarkSlow& action) {
    publisher_.send(TaskSlow{context_.clock.now(), context_.plan.task_id(action.task), action.seconds});
}

void Session::perform(const StopOnFailure& action) {
    const int limit = options_.schedule.max_fail;
    const std::string what = limit == 1 ? "a failure" : std::to_string(limit) + " failures";
    // Nobody has given `stress` the option.
    const std::string option = options_.schedule.repeat_in_turn ? "" : " (" + max_fail_option(limit) + ")";
    publisher_.send(Stopping{context_.clock.now(), what + option, action.running, false});
}

void Session::fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) {
    scheduler_.setup_ended(id, outcome, reason, context_.clock.now());
}

void Session::fixture_lost(InstanceId id, const std::string& reason) {
    scheduler_.setup_lost(id, reason, context_.clock.now());
}

void Session::fixture_not_leased(InstanceId id, const std::string& reason) {
    fixture_warning(id, "is set up for this run alone: " + reason);
    std::unique_ptr<FixtureRun>& fixture = fixtures_.at(id);
    context_.to_delete.push_back(std::move(fixture));
    fixture = make_own_fixture(id);
    fixture->set_up();
}

void Session::fixture_died(InstanceId id, const std::string& reason) {
    FixtureRun& fixture = *fixtures_.at(id);
    FixtureDied event;
    event.at = context_.clock.now();
    event.fixture = context_.plan.fixtures[fixture.fixture()].name;
    event.instance = fixture.label();
    event.reason = reason;
    event.output = to_output(fixture.take_output(), fixture.output_file());
    result_.fixture_failed = true;
    publisher_.send(event);
    scheduler_.fixture_died(id, reason, event.at);
}

void Session::fixture_warning(InstanceId id, const std::string& text) {
    publisher_.send(Message{context_.clock.now(), MessageLevel::warning, fixtures_.at(id)->label() + ": " + text});
}

void Session::fixture_torn_down(InstanceId id, bool passed, const std::string& reason) {
    scheduler_.teardown_ended(id, passed, reason, context_.clock.now());
}

void Session::next_handed_back(WorkerRun& worker) { scheduler_.next_handed_back(worker.id(), context_.clock.now()); }

void Session::task_ended(WorkerRun& worker, AttemptResult result, std::optional<double> next_began) {
    result.ended_at = next_began;
    result.services = is_good(result.conclusion.outcome) ? "" : printed_by_services(worker.id());
    result.stacks = stacks_.take(worker.id());
    look_at_core(worker, result);
    scheduler_.task_ended(worker.id(), std::move(result), next_began, context_.clock.now());
}

void Session::task_stopped(WorkerRun& worker, bool stopped) {
    if (options_.foreground && has_terminal()) {
        // Ctrl-Z stopped the process group of the task, and the shell waits for ours.
        if (stopped) {
            kill(0, SIGTSTP);
        }
        return;
    }
    scheduler_.task_stopped(worker.id(), stopped, context_.clock.now());
}

Status Session::task_generated(WorkerRun& worker, std::string_view line) {
    const Result<TaskId> added = add_generated_task(growing_plan_, worker.current().task, line);
    if (!added.ok()) {
        return added.error();
    }
    if (*added < known_tasks_ && !host_.stays_open()) {
        return ok_status();  // The generator was run again and printed the same task.
    }
    known_tasks_ = std::max(known_tasks_, *added + std::size_t{1});
    if (!host_.wants_generated(*added)) {
        return ok_status();
    }
    ++result_.declared;
    const TaskRequestPtr request = request_of_generated(worker.current().request);
    publisher_.declare(*added, request);
    scheduler_.add_task(*added, request, context_.clock.now());
    return ok_status();
}

}  // namespace pf
