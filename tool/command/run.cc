#include "tool/command/run.h"

#include <algorithm>
#include <utility>

#include "runtime/end_by_signal.h"
#include "runtime/platform.h"
#include "runtime/signals.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/debugger.h"
#include "tool/command/earlier_runs.h"
#include "tool/command/fixture_leases.h"
#include "tool/command/summary_signals.h"
#include "tool/command/terminal_style.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr int kAllSkipped = 77;  // The SKIP_RETURN_CODE that the CMake module gives to the CTest tests of groups.

}  // namespace

Run::Run(const RunOptions& options, SelectedPlan& selected, TaskRequestPtr request)
    : options_(options),
      selected_(selected),
      request_(std::move(request)),
      terminal_(terminal_of(options), style_of(options, selected.plan)) {
    if (options.lifeline >= 0) {
        standalone_.emplace(options.lifeline, options.token);
    }
}

void Run::handle(const Event& event) {
    files_.handle(event);
    recorder_.handle(event);
    hooks_.handle(event);
    const auto* ended = std::get_if<TaskEnded>(&event);
    if (ended != nullptr) {
        foreign_fixtures_.note(selected_.plan, *ended);
        last_signal_ = ended->signal.value_or(0);
        last_code_ = ended->exit_code;
    }
    if (standalone_ && ended != nullptr) {
        TaskEnded printed = *ended;
        printed.output = {};
        standalone_->note(printed);
        terminal_.handle(printed);
    } else {
        terminal_.handle(event);
    }
}

bool Run::wants_generated(TaskId task) {
    const Result<bool> wanted =
        pf::wants_generated(selected_.plan, options_.select, selected_.earlier, selected_.selection, task);
    // A task whose search was given up joins, because leaving it out would hide it.
    return !wanted.ok() || *wanted;
}

double Run::before_waiting(double now) {
    files_.flush();
    const double limit = std::min(terminal_.tick(now), hooks_.tick());
    for (const std::string& warning : hooks_.take_warnings()) {
        handle(Message{now, MessageLevel::warning, warning});
    }
    return standalone_ ? std::min(limit, standalone_->flush()) : limit;
}

void Run::task_output(TaskId task, std::string_view bytes) {
    if (standalone_) {
        standalone_->print(task, bytes);
    }
}

void Run::terminal_resized() {
    const TerminalFacts facts = terminal_facts(STDOUT_FILENO);
    terminal_.resize(facts.columns, facts.rows);
}

void Run::pausing(bool paused) {
    files_.flush();
    terminal_.pause(paused);
}

void Run::ending() {
    if (!options_.join_ctest) {  // With --join-ctest the run ends with ctest.
        note_ending(files_.path());
    }
}

void Run::show_status(double now, const std::vector<RunningTask>& tasks, const std::vector<RunningFixture>& fixtures) {
    std::vector<StatusTask> shown_tasks;
    shown_tasks.reserve(tasks.size());
    for (const RunningTask& task : tasks) {
        shown_tasks.push_back({task.id, task.attempt, task.seconds, task.pid, task.output});
    }
    std::vector<StatusFixture> shown_fixtures;
    shown_fixtures.reserve(fixtures.size());
    for (const RunningFixture& fixture : fixtures) {
        shown_fixtures.push_back({fixture.label, fixture.state, fixture.seconds});
    }
    terminal_.status(now, shown_tasks, shown_fixtures);
}

int Run::run(const std::vector<std::string>& command_line) {
    Session::keep_signals_back(options_.no_fork);
    if (const Status ready = prepare(); !ready.ok()) {
        return fail(kExitUsage, ready.error().message);
    }
    open_directory();
    announce(command_line);
    std::vector<TaskId> ordered = order_of(selected_, options_.schedule_random ? std::optional(seed_) : std::nullopt);
    forget_history();
    wait_for_earlier_runs();
    if (options_.join_ctest && !selected_.plan.finishes.empty()) {
        if (const Status opened = open_session(selected_.plan.build_dir, options_.config); !opened.ok()) {
            say(MessageLevel::warning, "parallel_fixtures_on_finish: nothing will follow: " + opened.error().message);
        }
    }
    auto session = Session::make(selected_.plan, session_options(), *this, *this);
    if (!session.ok()) {
        return give_up(session.error().message);
    }
    if (standalone_) {
        standalone_->watch_parent(**session, selected_.selection.tasks.front());
    }
    if (options_.no_fork && options_.annotations == CiSystem::github) {
        commands_stopped_.emplace();
    }
    const SessionResult result = (*session)->run(selected_.selection.tasks, ordered);
    commands_stopped_.reset();
    session->reset();  // Removes the temporary directory.
    return conclude(result);
}

TerminalStyle Run::style_of(const RunOptions& options, const Plan& plan) {
    TerminalStyle style = style_for(options.display, terminal_of(options), plan.build_dir);
    style.at_once = options.no_fork || options.lifeline >= 0;  // The task uses the terminal.
    style.live = style.live && !style.at_once;
    return style;
}

Status Run::prepare() {
    auto wrapper = find_command("--wrapper", options_.task_wrapper);
    if (!wrapper.ok()) {
        return wrapper.error();
    }
    wrapper_ = *std::move(wrapper);
    auto stacks = stack_options(options_.stack_traces);
    if (!stacks.ok()) {
        return stacks.error();
    }
    stacks_ = *std::move(stacks);
    return hooks_.open();
}

void Run::open_directory() {
    if (options_.part) {
        files_.open_part(options_.part->directory, options_.part->run_id);
        return;
    }
    std::string id;
    platform::ProcessIdentity owner = platform::identity_of(getpid());
    if (options_.join_ctest) {
        const platform::ProcessIdentity ctest = platform::ctest_above();
        if (ctest.pid != 0) {
            id = run_id_of(ctest);
            owner = ctest;
        }
    }
    files_.open(selected_.plan.build_dir, id, owner);
}

void Run::announce(const std::vector<std::string>& command_line) {
    RunStarted event = files_.started(selected_.plan, command_line);
    event.jobs = jobs();
    event.seed = seed_ = options_.seed ? *options_.seed : random_seed();
    event.shuffled = options_.schedule_random;
    run_id_ = event.run_id;
    event.hostname = options_.part ? options_.part->host : event.hostname;
    event.flaky_fails = options_.flaky_fails;
    event.digest = selected_.division.digest;
    if (selected_.division.shard) {
        event.shard = selected_.division.shard->number;
        event.shards = selected_.division.shard->count;
    }
    handle(event);
    for (const ShardDeclared& other : std::exchange(selected_.division.others, {})) {
        handle(other);
    }
    if (!files_.problem().empty()) {
        say(MessageLevel::error, "no results will be written: " + files_.problem());
        terminal_.set_results_dir("none");
    }
    for (const std::string& warning : {files_.warning(), selected_.history.warning(), selected_.warning}) {
        if (!warning.empty()) {
            say(MessageLevel::warning, warning);
        }
    }
}

void Run::wait_for_earlier_runs() {
    const Plan& plan = selected_.plan;
    const bool needs_fixture =
        std::any_of(selected_.selection.tasks.begin(), selected_.selection.tasks.end(),
                    [&](TaskId task) { return !plan.groups[plan.tasks[task].group].fixtures.empty(); });
    if (!needs_fixture || options_.part) {
        return;
    }
    EarlierRuns earlier(plan.build_dir, files_.path());
    if (!earlier.any_running()) {
        return;
    }
    say(MessageLevel::warning, waits_text(earlier));
    files_.flush();
    terminal_.tick(0);
    if (!earlier.wait(teardown_limit(plan))) {
        say(MessageLevel::warning, gave_up_text(earlier));
    }
}

int Run::jobs() const { return options_.no_fork ? 1 : options_.jobs ? *options_.jobs : platform::usable_cpus(); }

void Run::forget_history() {
    selected_.history = History();
    platform::give_memory_back();
}

SessionOptions Run::session_options() {
    SessionOptions session;
    session.run_id = run_id_;
    session.output_dir = files_.output_path();
    session.seed = seed_;
    session.leases = options_.part ? FixtureLeases{} : fixture_leases(selected_.plan);
    session.schedule.slots = jobs();
    session.schedule.default_timeout = options_.timeout.value_or(session.schedule.default_timeout);
    session.schedule.grace = options_.grace.value_or(session.schedule.grace);
    session.schedule.slow = options_.slow.value_or(session.schedule.slow);
    session.schedule.repeat = options_.repeat;
    session.schedule.repeat_count = options_.repeat_count;
    session.schedule.repeat_in_turn = options_.stress;
    session.schedule.repeat_seconds = options_.stress_seconds;
    session.schedule.max_fail = options_.max_fail;
    session.schedule.resources = selected_.resources;
    session.schedule.flaky_fails = options_.flaky_fails;
    session.request = request_;
    session.wrapper = wrapper_;
    session.stacks = stacks_;
    session.schedule.inspect_limit = session.stacks.on ? kInspectLimit : 0;
    if (options_.no_fork) {
        session.foreground = true;
        session.schedule.slow = 0;
    }
    return session;
}

int Run::conclude(const SessionResult& result) {
    std::uint64_t concluded = 0;
    for (const auto& [outcome, count] : result.counts) {
        concluded += count;
    }
    const auto count = [&](Outcome outcome) {
        const auto found = result.counts.find(outcome);
        return found == result.counts.end() ? 0 : found->second;
    };
    ExitFacts facts;
    facts.signal = result.signal;
    facts.incomplete = concluded != result.declared || !files_.problem().empty();
    facts.fixtures_failed = result.fixture_failed ? 1 : 0;
    facts.tasks_failed = result.declared - count(Outcome::passed) - count(Outcome::skipped);
    if (options_.select.rerun_failed && jobs() == 1 && count(Outcome::passed) > 0) {
        say_passed_alone(count(Outcome::passed), result.seconds);
    }
    if (const std::string note = foreign_fixtures_.text(); !note.empty() && !options_.join_ctest) {
        handle(Message{result.seconds, MessageLevel::note, note});
    }
    RunEnded ended = make_run_ended(result, exit_code(facts));
    hooks_.note_problem(write_results(ended, code_if_incomplete(facts)), ended, facts);
    hooks_.finish(result, !standalone_ && !options_.join_ctest && !options_.part, ended, facts);
    terminal_.handle(ended);
    unblock_signals(result.signal);
    terminal_.finish();
    annotate(files_.path(), options_.annotations);
    if (options_.end_as_task && result.signal == 0) {
        return last_signal_ != 0 ? end_by_signal(last_signal_) : last_code_.value_or(ended.exit_code);
    }
    if (standalone_) {
        return standalone_->end(selected_.plan.tasks[selected_.selection.tasks.front()].options(), result.signal,
                                ended.exit_code);
    }
    if (options_.join_ctest && ended.exit_code == kExitOk && count(Outcome::skipped) == result.declared) {
        return kAllSkipped;
    }
    return ended.exit_code;
}

void Run::say_passed_alone(std::uint64_t tasks, double at) {
    handle(Message{at, MessageLevel::note,
                   counted(tasks, "task") +
                       " failed when last run and passed alone.\nTasks that pass only alone share "
                       "files, ports or other state with others.\nPRIVATE_TMPDIR, RESOURCE_LOCK and SCOPE WORKER keep "
                       "them apart (docs/recipes.md)."});
}

std::string Run::write_results(const RunEnded& ended, int code_if_incomplete) {
    std::string problem = files_.finish(ended, code_if_incomplete, report_copies(options_));
    // Times in a debugger or an editor do not help to order later runs. Those of a part are saved with the whole.
    const Status saved =
        options_.no_fork || standalone_ || options_.part ? ok_status() : recorder_.save(selected_.plan.build_dir);
    if (!saved.ok() && problem.empty() && files_.problem().empty()) {
        terminal_.handle(Message{ended.at, MessageLevel::warning, saved.error().message});
    }
    return problem;
}

int Run::give_up(const std::string& message) {
    handle(Message{0, MessageLevel::error, message});
    files_.flush();
    unblock_signals(0);
    terminal_.finish();
    return kExitIncomplete;
}

}  // namespace pf
