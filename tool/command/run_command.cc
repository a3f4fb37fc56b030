#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "runtime/end_by_signal.h"
#include "runtime/platform.h"
#include "runtime/signals.h"
#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/by_itself.h"
#include "tool/command/choice.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/debugger.h"
#include "tool/command/earlier_runs.h"
#include "tool/command/fixture_leases.h"
#include "tool/command/leave_wrapper.h"
#include "tool/command/run_files.h"
#include "tool/process/loop.h"
#include "tool/schedule/order.h"
#include "tool/session/clock.h"
#include "tool/session/foreground.h"
#include "tool/session/session.h"
#include "tool/support/file.h"
#include "tool/terminal/terminal.h"

namespace pf {
namespace {

constexpr int kAllSkipped = 77;  // What the CTest tests of groups have as SKIP_RETURN_CODE.

timespec repeated_until{};

void end_unless_repeated(int number) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec > repeated_until.tv_sec ||
        (now.tv_sec == repeated_until.tv_sec && now.tv_nsec > repeated_until.tv_nsec)) {
        static_cast<void>(std::signal(number, SIG_DFL));
        static_cast<void>(raise(number));  // As by default, when this has returned.
    }
}

// What is one request may be sent twice (repeated_signals.h): for half a second the signal that ended the run does not
// end its last words.
void expect_repeated(int number) {
    constexpr long kMoment = 500000000;
    constexpr long kSecond = 1000000000;
    clock_gettime(CLOCK_MONOTONIC, &repeated_until);
    repeated_until.tv_nsec += kMoment;
    repeated_until.tv_sec += repeated_until.tv_nsec / kSecond;
    repeated_until.tv_nsec %= kSecond;
    struct sigaction act {};
    act.sa_handler = end_unless_repeated;
    act.sa_flags = SA_RESTART;
    sigaction(number, &act, nullptr);
}

// The run as one object: where it is written down and how it ends.
class Run : public EventSink {
public:
    // `wrapper`: a debugger or a memory checker, with its file first; empty: none.
    Run(const RunOptions& options, Choice& choice, std::vector<std::string> wrapper)
        : options_(options),
          choice_(choice),
          wrapper_(std::move(wrapper)),
          terminal_(terminal_of(options), style_of(options)) {
        if (options.lifeline >= 0) {
            by_itself_.emplace(options.lifeline, options.token);
        }
    }

    void handle(const Event& event) override {
        files_.handle(event);
        recorder_.handle(event);
        const auto* ended = std::get_if<TaskEnded>(&event);
        if (ended != nullptr) {
            last_signal_ = ended->signal.value_or(0);
            last_code_ = ended->exit_code;
        }
        if (by_itself_ && ended != nullptr) {
            TaskEnded printed = *ended;
            printed.output = {};
            by_itself_->note(printed);
            terminal_.handle(printed);
        } else {
            terminal_.handle(event);
        }
    }

    int run(const std::vector<std::string>& command_line) {
        Session::keep_signals_back(options_.no_fork);
        open_directory();
        announce(command_line);
        std::vector<TaskId> ordered = order();
        forget_history();
        wait_for_earlier_runs();
        auto session = Session::make(choice_.plan, session_options(), *this);
        if (!session.ok()) {
            return give_up(session.error().message);
        }
        if (by_itself_) {
            by_itself_->watch_parent(**session, choice_.selection.tasks.front());
        }
        const SessionResult result = (*session)->run(choice_.selection.tasks, ordered);
        session->reset();  // Its temporary directory goes.
        return conclude(result);
    }

private:
    static int terminal_of(const RunOptions& options) { return options.lifeline >= 0 ? STDERR_FILENO : STDOUT_FILENO; }

    static TerminalStyle style_of(const RunOptions& options) {
        TerminalStyle style = make_style(options.display, terminal_facts(terminal_of(options)), std::getenv);
        style.live = style.live && !options.no_fork && options.lifeline < 0;  // The terminal is the task's.
        return style;
    }

    void open_directory() {
        std::string id;
        platform::ProcessIdentity owner = platform::identity_of(getpid());
        if (options_.join_ctest) {
            const platform::ProcessIdentity ctest = platform::ctest_above();
            if (ctest.pid != 0) {
                id = run_id_of(ctest);
                owner = ctest;
            }
        }
        files_.open(choice_.plan.build_dir, id, owner);
    }

    void announce(const std::vector<std::string>& command_line) {
        RunStarted event = files_.started(choice_.plan, command_line);
        event.jobs = jobs();
        event.seed = seed_ = options_.seed ? *options_.seed : random_seed();
        event.shuffled = options_.schedule_random;
        run_id_ = event.run_id;
        handle(event);
        if (!files_.problem().empty()) {
            say(MessageLevel::error, "no results will be written: " + files_.problem());
        }
        for (const std::string& warning : {files_.warning(), choice_.history.warning(), choice_.warning}) {
            if (!warning.empty()) {
                say(MessageLevel::warning, warning);
            }
        }
    }

    // What is torn down after an earlier run is not set up beside that. A signal ends the wait, and then the run.
    void wait_for_earlier_runs() {
        const Plan& plan = choice_.plan;
        const bool needs_fixture =
            std::any_of(choice_.selection.tasks.begin(), choice_.selection.tasks.end(),
                        [&](TaskId task) { return plan.groups[plan.tasks[task].group].fixture != kNone; });
        EarlierRuns earlier(plan.build_dir, files_.path());
        if (!needs_fixture || !earlier.at_work()) {
            return;
        }
        say(MessageLevel::warning, waits_text(earlier));
        files_.flush();
        terminal_.tick(0);
        constexpr double kAskAgain = 0.02;
        bool interrupted = false;
        Loop loop;
        const Result<Descriptor> signals = platform::open_signal_source(kEndingSignals);
        if (signals.ok()) {
            loop.watch(signals->get(), POLLIN, [&](short) { interrupted = true; });
        }
        const Clock clock;
        while (!interrupted && earlier.at_work()) {
            if (clock.now() > teardown_limit(plan)) {
                say(MessageLevel::warning, gave_up_text(earlier));
                return;
            }
            loop.turn(kAskAgain);
        }
    }

    void say(MessageLevel level, const std::string& text) { handle(Message{0, level, text}); }

    [[nodiscard]] int jobs() const {
        return options_.no_fork ? 1 : options_.jobs ? *options_.jobs : platform::usable_cpus();
    }

    [[nodiscard]] std::vector<TaskId> order() const {
        const Plan& plan = choice_.plan;
        const History& history = choice_.history;
        OrderInput input;
        input.task = [&](TaskId task) {
            const TaskHistory* known = history.task(plan.task_id(task));
            ExpectedTask expected;
            if (known != nullptr && known->time.count > 0) {
                expected.seconds = known->time.seconds;
            }
            expected.failed = known != nullptr && known->failed;
            return expected;
        };
        input.fixture = [&](FixtureId fixture) {
            const FixtureHistory* known = history.fixture(plan.fixtures[fixture].name);
            return known != nullptr ? known->setup.seconds : 0.0;
        };
        if (options_.schedule_random) {
            input.shuffle_seed = seed_;
        }
        return order_tasks(plan, choice_.selection.tasks, input);
    }

    // It has done its work, and is as large as the plan.
    void forget_history() {
        choice_.history = History();
        platform::give_memory_back();
    }

    SessionOptions session_options() {
        SessionOptions session;
        session.run_id = run_id_;
        session.output_dir = files_.output_path();
        session.seed = seed_;
        session.leases = fixture_leases(choice_.plan);
        session.schedule.slots = jobs();
        session.schedule.default_timeout = options_.timeout.value_or(session.schedule.default_timeout);
        session.schedule.grace = options_.grace.value_or(session.schedule.grace);
        session.schedule.slow = options_.slow.value_or(session.schedule.slow);
        session.schedule.repeat = options_.repeat;
        session.schedule.repeat_count = options_.repeat_count;
        session.schedule.stop_on_failure = options_.stop_on_failure;
        session.wrapper = wrapper_;
        if (options_.no_fork) {
            session.foreground = true;
            session.schedule.slow = 0;
        }
        session.wants_generated = [this](const Plan& plan, TaskId task) {
            const Result<bool> wanted =
                wants_generated(plan, options_.select, choice_.earlier, choice_.selection, task);
            return !wanted.ok() || *wanted;
        };
        if (!options_.join_ctest) {  // The run of a ctest goes on.
            session.ending = [this] { note_ending(files_.path()); };
        }
        session.before_waiting = [this](double now) {
            files_.flush();
            return terminal_.tick(now);
        };
        session.status = [this](double now, const auto& tasks, const auto& fixtures) { status(now, tasks, fixtures); };
        session.terminal_resized = [this] {
            const TerminalFacts facts = terminal_facts(STDOUT_FILENO);
            terminal_.resize(facts.columns, facts.rows);
        };
        session.pausing = [this](bool paused) {
            files_.flush();
            terminal_.pause(paused);
        };
        if (by_itself_) {
            by_itself_->join(session);
        }
        return session;
    }

    void status(double now, const std::vector<RunningTask>& tasks, const std::vector<RunningFixture>& fixtures) {
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

    int conclude(const SessionResult& result) {
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
        RunEnded ended = run_ended(result, exit_code(facts));
        facts.incomplete = true;
        const std::string problem = write_results(ended, exit_code(facts));
        if (!problem.empty()) {
            ended.exit_code = exit_code(facts);
            terminal_.handle(Message{result.seconds, MessageLevel::error, "results are not complete: " + problem});
        }
        terminal_.handle(ended);
        restore_signals(result.signal);
        terminal_.finish();
        if (options_.end_as_task && result.signal == 0) {
            return last_signal_ != 0 ? end_by_signal(last_signal_) : last_code_.value_or(ended.exit_code);
        }
        if (by_itself_) {
            return by_itself_->end(choice_.plan.tasks[choice_.selection.tasks.front()].options(), result.signal,
                                   ended.exit_code);
        }
        if (options_.join_ctest && ended.exit_code == kExitOk && count(Outcome::skipped) == result.declared) {
            return kAllSkipped;
        }
        return ended.exit_code;
    }

    // What could not be written; empty: everything is there.
    std::string write_results(const RunEnded& ended, int code_if_incomplete) {
        std::string problem = files_.finish(ended, code_if_incomplete, options_.output_junit);
        // What a person does at a debugger, or in an editor, says nothing of the next run.
        const Status saved = options_.no_fork || by_itself_ ? ok_status() : recorder_.save(choice_.plan.build_dir);
        if (!saved.ok() && problem.empty() && files_.problem().empty()) {
            terminal_.handle(Message{ended.at, MessageLevel::warning, saved.error().message});
        }
        return problem;
    }

    // The last words may take as long as the reader takes; Ctrl-C then ends at once.
    static void restore_signals(int ended_by = 0) {
        if (ended_by != 0) {
            expect_repeated(ended_by);
        }
        unblock_all_signals();
    }

    int give_up(const std::string& message) {
        handle(Message{0, MessageLevel::error, message});
        files_.flush();
        restore_signals();
        terminal_.finish();
        return kExitIncomplete;
    }

    const RunOptions& options_;
    Choice& choice_;
    std::vector<std::string> wrapper_;
    RunFiles files_;
    Terminal terminal_;
    HistoryRecorder recorder_;
    std::string run_id_;
    std::optional<int> last_code_;  // How the task that ended last did.
    int last_signal_ = 0;
    std::optional<ByItself> by_itself_;
    std::uint64_t seed_ = 0;
};

// Further ones of the selected tasks' commands. A test that is forked from a set-up program has no command.
void add_arguments(Choice& choice, const std::vector<std::string>& arguments) {
    for (const TaskId task : choice.selection.tasks) {
        for (const std::string& argument : arguments) {
            choice.plan.tasks[task].command.push_back(choice.plan.keep(argument));
        }
    }
}

// A task in a memory checker that was put in front of its test's command.
int run_wrapped(const RunOptions& options, Choice& choice, const std::vector<std::string>& command_line) {
    const TaskId task = choice.selection.tasks.front();
    if (choice.plan.tasks[task].options().generator) {
        return end_without_result("a memory checker in front of a GENERATOR does not see the tasks that it makes");
    }
    make_a_command(choice.plan, task);
    return Run(options, choice, options.wrapper).run(command_line);
}

}  // namespace

int run_in_foreground(const RunOptions& options, Choice& choice, const std::vector<std::string>& command_line) {
    const Result<TaskId> task = only_task(choice.plan, choice.selection);
    if (!task.ok()) {
        return fail(kExitUsage, task.error().message);
    }
    Result<std::vector<std::string>> debugger = find_debugger(options.debugger);
    if (!debugger.ok()) {
        return fail(kExitUsage, debugger.error().message);
    }
    prepare_foreground(choice.plan, *task);
    if (!options.instead.empty()) {
        put_in_its_place(choice.plan, *task, options.instead);
    }
    return Run(options, choice, *std::move(debugger)).run(command_line);
}

int run_command(const RunOptions& options, const std::vector<std::string>& command_line) {
    if (options.join_ctest && !wrapper_of(command_line).empty()) {
        return end_without_result(
            "a memory checker cannot look at several tasks in one test; give the group GRANULARITY TASK");
    }
    Result<Choice> choice = choose(options.build_dir, options.config, options.select);
    if (!choice.ok()) {
        return options.lifeline >= 0 ? end_without_result(choice.error().message)
                                     : fail(kExitUsage, choice.error().message);
    }
    add_arguments(*choice, options.arguments);
    if (options.show_only) {
        print_tasks(choice->plan, choice->selection.tasks, options.display.verbosity >= Verbosity::verbose);
        return kExitOk;
    }
    if (choice->selection.tasks.empty()) {
        const std::string why = choice->plan.tasks.empty()
                                    ? "the plan declares no tasks; add_parallel_fixture_task() makes them"
                                    : "no task is selected out of " + std::to_string(choice->plan.tasks.size()) +
                                          "; `parallel-fixtures list` shows them";
        return options.lifeline >= 0 ? end_without_result(why)
               : options.no_tests_ok ? kExitOk
                                     : fail(kExitNothingSelected, why);
    }
    if (!options.wrapper.empty()) {
        return run_wrapped(options, *choice, command_line);
    }
    return options.no_fork ? run_in_foreground(options, *choice, command_line)
                           : Run(options, *choice, {}).run(command_line);
}

}  // namespace pf
