#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/time_limits.h"
#include "tool/cli/exit_code.h"
#include "tool/command/case_tests.h"
#include "tool/command/commands.h"
#include "tool/command/debugger.h"
#include "tool/command/earlier_runs.h"
#include "tool/command/finish_commands.h"
#include "tool/command/fixture_leases.h"
#include "tool/command/interim_reports.h"
#include "tool/command/project_scripts.h"
#include "tool/command/run_files.h"
#include "tool/command/run_settings.h"
#include "tool/connect/detach.h"
#include "tool/connect/opening.h"
#include "tool/journal/run_record.h"
#include "tool/plan/plan_reader.h"
#include "tool/serve/ctest_call.h"
#include "tool/serve/ctest_environment.h"
#include "tool/serve/ctest_listing.h"
#include "tool/serve/refuse_clients.h"
#include "tool/serve/server.h"
#include "tool/session/foreground.h"
#include "tool/session/session.h"

namespace pf {
namespace {

// ctest decides how many tests run at a time, so the session has enough slots for all of them. It is also the number of
// workers of a group without WORKERS.
constexpr int kSlots = 256;

constexpr const char* kEndsWithCtest =
    "the commands of parallel_fixtures_on_finish do not run, because ctest is process 1 and everything ends with it; "
    "start the container with an init process (docker run --init)";

platform::ProcessIdentity ctest_of(const ServeOptions& options) {
    return {static_cast<pid_t>(options.ctest), options.ctest_ticks};
}

// Removes the endpoint of the session, so that no test connects to it any more.
void remove_own_endpoint(const ServeOptions& options) {
    if (const auto endpoint = find_endpoint(options.build_dir, ctest_of(options)); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
}

// Answers all tests of the ctest with the reason why the session cannot start.
void refuse(const ServeOptions& options, const std::string& reason) {
    auto watched = platform::watch_process(ctest_of(options));
    refuse_clients(Descriptor(kListenFd), watched.ok() ? std::move(*watched) : Descriptor(), reason);
    remove_own_endpoint(options);
}

// Limits the tasks of generators that run at a time, because ctest counts a generator as one test.
void limit_generators(Plan& plan) {
    for (const Task& task : plan.tasks) {
        if (task.options().generator && plan.groups[task.group].workers == 0) {
            plan.groups[task.group].workers = platform::usable_cpus();
        }
    }
}

// Removes the variables that ctest set only for the test that happened to start this session.
void remove_assignments(const Plan& plan, const ServeOptions& options) {
    const std::vector<std::string> ctest = platform::environment_of(static_cast<pid_t>(options.ctest));
    const Texts assignments = all_assignments(plan);
    std::vector<std::string> changes;
    for (const Text entry : assignments) {
        changes.emplace_back(variable_name(entry));
    }
    for (std::string& entry : without_assignments({}, assignments, ctest)) {
        changes.push_back(std::move(entry));
    }
    // A fixture has no resources, which CTest says of its set-up test by a count of 0.
    for (const std::string& entry : inherited_environment()) {
        const std::string name(variable_name(entry));
        if (name == "CTEST_RESOURCE_GROUP_COUNT") {
            changes.push_back(name + "=0");
        } else if (name.rfind("CTEST_RESOURCE_GROUP_", 0) == 0 &&
                   std::find(ctest.begin(), ctest.end(), entry) == ctest.end()) {
            changes.push_back(name);
        }
    }
    change_environment(std::move(changes));
}

class CtestSession : public EventSink {
public:
    // `settings` has those that hold under ctest. `warning` is written to the journal; "": none.
    CtestSession(const ServeOptions& options, RunOptions settings, StackOptions stacks, Plan plan, std::string warning)
        : options_(options),
          settings_(std::move(settings)),
          stacks_(std::move(stacks)),
          plan_(std::move(plan)),
          command_groups_(add_command_groups(plan_)),
          warning_(std::move(warning)),
          server_(plan_, server_options()) {}

    int run(const std::vector<std::string>& command_line) {
        Session::keep_signals_back();
        files_.open(plan_.build_dir, options_.run_id, ctest_of(options_));
        started_ = files_.started(plan_, command_line);
        // A reader of the results has called ctest, and does not know this process and its slots.
        const std::vector<std::string> ctest = platform::command_line_of(static_cast<pid_t>(options_.ctest));
        started_.command = ctest.empty() ? command_line : ctest;
        started_.jobs = at_a_time_;
        started_.seed = random_seed();
        handle(started_);
        const bool ends_with_ctest = options_.ctest == 1 && !plan_.finishes.empty();
        for (const std::string& warning :
             {files_.problem(), files_.warning(), warning_, std::string(ends_with_ctest ? kEndsWithCtest : "")}) {
            if (!warning.empty()) {
                handle(Message{0, MessageLevel::warning, warning});
            }
        }
        auto session = Session::make(plan_, session_options(), server_, *this);
        if (!session.ok()) {
            handle(Message{0, MessageLevel::error, session.error().message});
            RunEnded ended;
            ended.exit_code = kExitIncomplete;
            static_cast<void>(files_.finish(ended, kExitIncomplete));
            refuse(options_, session.error().message);
            return kExitIncomplete;
        }
        serve(**session);
        const SessionResult result = (*session)->result();
        session->reset();
        run_finishes(result);
        return kExitOk;
    }

    void handle(const Event& event) override {
        if (interim_) {
            interim_->note_event();
        }
        const auto* started = std::get_if<TaskStarted>(&event);
        if (started != nullptr && server_.is_ahead(started->id)) {
            TaskStarted ahead = *started;
            ahead.ahead = true;
            files_.handle(ahead);
        } else {
            files_.handle(event);
        }
        server_.handle(event);
    }

private:
    ServerOptions server_options() {
        ServerOptions server;
        server.flush = [this] {
            files_.flush();
            if (options_.ctest == 1 && session_ != nullptr) {
                write_results(session_->result());  // The kernel kills this session when process 1 ends.
            }
            return files_.journal_problem();
        };
        server.before_waiting = [this](double now, bool idle) { return interim_ ? interim_->tick(now, idle) : kNever; };
        if (options_.ctest == 1) {  // In a container, nothing can be written after process 1 has ended.
            server.before_last_answer = [this] { write_results(session_->result()); };
        }
        server.ending = [this] { note_ending(files_.path()); };
        server.waits_for = [this](double now) { return waits_for(now); };
        server.ctest_environment = platform::environment_of(static_cast<pid_t>(options_.ctest));
        let_ask_ctest(server);
        server.command_groups = command_groups_;
        server.checks_memory = [this] {
            return platform::checks_memory({static_cast<pid_t>(options_.ctest), options_.ctest_ticks},
                                           options_.build_dir);
        };
        server.results = plan_.build_dir + "/Testing/ParallelFixtures/" + options_.run_id;
        return server;
    }

    // Returns false if a group is one CTest test, because the list of ctest does not have the tasks of such a test.
    [[nodiscard]] bool may_run_ahead() const {
        return std::all_of(plan_.groups.begin(), plan_.groups.end(),
                           [](const Group& group) { return group.tests.session; });
    }

    // Returns the earlier run for whose teardown a set-up must wait; "" if there is none or it has exceeded its limits.
    std::string waits_for(double now) {
        if (!earlier_) {
            earlier_.emplace(plan_.build_dir, files_.path());
            if (earlier_->any_running()) {
                handle(Message{now, MessageLevel::warning, waits_text(*earlier_)});
            }
            waits_until_ = now + teardown_limit(plan_);
        }
        if (earlier_->any_running() && now >= waits_until_) {
            handle(Message{now, MessageLevel::warning, gave_up_text(*earlier_)});
            earlier_->forget();
        }
        return earlier_->any_running() ? earlier_->name() : "";
    }

    // Lets the server ask ctest for its tests if its command line tells which these are. It asks at once if tasks may
    // run ahead, or if programs can end after their last task.
    void let_ask_ctest(ServerOptions& server) {
        const std::optional<CtestCall> call = call_of_ctest(static_cast<int>(options_.ctest));
        const auto selection = call ? selection_of(*call) : std::nullopt;
        const bool ahead = selection && selection->serial && may_run_ahead() && platform::usable_cpus() > 1;
        at_a_time_ = ahead ? platform::usable_cpus() : call ? tests_at_a_time(*call) : 1;
        const int parallel = ahead || !selection ? platform::usable_cpus() : selection->level;
        server.idle_groups = static_cast<std::size_t>(std::clamp(3 * parallel, 3, 16));
        if (ahead) {
            server.max_parallel = platform::usable_cpus();
            server.limit = call->limit;
        }
        if (!selection) {
            return;
        }
        const auto detail = ahead ? CtestListing::Detail::everything : CtestListing::Detail::names;
        (ahead || has_linked_program() ? server.ask_ctest : server.ask_ctest_later) =
            [call, selection, detail](Session& session, CtestListing::Answer answer) {
                return CtestListing::ask(session, *call, selection->words, detail, std::move(answer));
            };
    }

    [[nodiscard]] bool has_linked_program() const {
        return std::any_of(plan_.groups.begin(), plan_.groups.end(),
                           [](const Group& group) { return group.tests.session && group.program.linked; });
    }

    SessionOptions session_options() {
        SessionOptions session;
        session.run_id = started_.run_id;
        session.output_dir = files_.output_path();
        session.seed = started_.seed;
        session.leases = fixture_leases(plan_);
        session.schedule.slots = kSlots;
        session.schedule.grace = kSessionGrace;
        session.schedule.flaky_fails = settings_.flaky_fails;
        session.schedule.slow = settings_.slow.value_or(session.schedule.slow);
        session.stacks = stacks_;
        session.schedule.inspect_limit = session.stacks.on ? kSessionInspect : 0;
        return session;
    }

    void serve(Session& session) {
        auto watched = platform::watch_process(ctest_of(options_));
        if (!watched.ok()) {
            handle(Message{0, MessageLevel::error, watched.error().message});
        }
        server_.start(session, Descriptor(kListenFd), watched.ok() ? std::move(*watched) : Descriptor());
        if (files_.problem().empty()) {
            interim_.emplace(files_.path(), [&session](pid_t child) { session.leave_alone(child); });
        }
        session_ = &session;
        session.run({}, {});
        session_ = nullptr;
        interim_.reset();
        write_results(session.result());
        server_.close_connections();
        remove_own_endpoint(options_);
    }

    // No test can report a problem with the files any more, so the journal says it, or lacks the end of the run.
    void write_results(const SessionResult& result) {
        const ExitFacts facts = facts_of(result);
        static_cast<void>(files_.finish(make_run_ended(result, exit_code(facts)), code_if_incomplete(facts),
                                        report_copies(settings_)));
    }

    [[nodiscard]] ExitFacts facts_of(const SessionResult& result) const {
        ExitFacts facts;
        facts.signal = result.signal;
        facts.fixtures_failed = result.fixture_failed ? 1 : 0;
        for (const auto& [task, outcome] : server_.notes().outcomes()) {
            facts.tasks_failed += is_good(outcome) ? 0 : 1;
        }
        return facts;
    }

    void run_finishes(const SessionResult& result) {
        const std::vector<FinishCommand> commands = finish_commands(plan_, nullptr);
        if (commands.empty() || result.killed) {
            return;
        }
        note_torn_down(files_.path());
        ExitFacts facts = facts_of(result);
        // Tests with GRANULARITY GROUP are processes of their own, and their results count.
        const auto record = build_run_record(files_.path() + "/journal.jsonl");
        const int code = record.ok() ? record->exit_code().value_or(kExitIncomplete) : exit_code(facts);
        const FinishFacts told{options_.run_id, files_.path(), files_.output_path(), code,
                               result.seconds,  result.signal};
        const FinishResult done = run_finish_commands(plan_, commands, told, [](const FinishEnded&) {});
        done.add_to(facts);
        static_cast<void>(files_.add_finishes(done.ended, make_run_ended(result, exit_code(facts)),
                                              code_if_incomplete(facts), report_copies(settings_)));
    }

    const ServeOptions& options_;
    RunOptions settings_;
    StackOptions stacks_;
    Plan plan_;
    std::map<GroupId, GroupId> command_groups_;
    std::string warning_;
    RunFiles files_;
    int at_a_time_ = 1;  // How many tests ctest runs at a time, or how many tasks run ahead of it.
    Server server_;
    RunStarted started_;
    Session* session_ = nullptr;          // Null except while the session runs.
    std::optional<EarlierRuns> earlier_;  // Set by the first request that needs a fixture.
    double waits_until_ = 0;
    std::optional<InterimReports> interim_;  // Set while the session runs.
};

}  // namespace

int serve_command(const ServeOptions& options, const std::vector<std::string>& command_line) {
    Result<Plan> plan = read_plan(options.build_dir, options.config);
    if (!plan.ok()) {
        refuse(options, plan.error().message);
        return fail(kExitUsage, plan.error().message);
    }
    RunOptions settings;
    settings.build_dir = options.build_dir;
    if (const Status applied = apply_run_settings(settings, true); !applied.ok()) {
        refuse(options, applied.error().message);
        return fail(kExitUsage, applied.error().message);
    }
    const Result<StackOptions> stacks = stack_options(std::nullopt);
    if (!stacks.ok()) {
        refuse(options, stacks.error().message);
        return fail(kExitUsage, stacks.error().message);
    }
    discover_case_tests(*plan);
    const Status scripts = apply_project_scripts(*plan, Modifier::ctest);
    limit_generators(*plan);
    remove_assignments(*plan, options);
    return CtestSession(options, std::move(settings), *stacks, std::move(*plan),
                        scripts.ok() ? "" : unknown_properties(scripts.error()))
        .run(command_line);
}

}  // namespace pf
