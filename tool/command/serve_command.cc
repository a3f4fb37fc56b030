#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/platform.h"
#include "runtime/time_limits.h"
#include "tool/channel/detach.h"
#include "tool/channel/opening.h"
#include "tool/cli/exit_code.h"
#include "tool/command/case_tests.h"
#include "tool/command/commands.h"
#include "tool/command/earlier_runs.h"
#include "tool/command/interim_reports.h"
#include "tool/command/lending.h"
#include "tool/command/project_scripts.h"
#include "tool/command/run_files.h"
#include "tool/plan/plan_reader.h"
#include "tool/serve/caller_environment.h"
#include "tool/serve/ctest_call.h"
#include "tool/serve/ctest_listing.h"
#include "tool/serve/refusal.h"
#include "tool/serve/server.h"
#include "tool/session/by_hand.h"
#include "tool/session/session.h"

namespace pf {
namespace {

// ctest decides how many tests run at a time. A group without WORKERS has as many.
constexpr int kSlots = 256;

platform::ProcessIdentity ctest_of(const ServeOptions& options) {
    return {static_cast<pid_t>(options.ctest), options.ctest_ticks};
}

// Nobody is to look for us any more.
void leave_endpoint(const ServeOptions& options) {
    if (const auto endpoint = find_endpoint(options.build_dir, ctest_of(options)); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
}

// All of its tests say why.
void refuse(const ServeOptions& options, const std::string& reason) {
    auto watched = platform::watch_process(ctest_of(options));
    refuse_all(Descriptor(kHanded), watched.ok() ? std::move(*watched) : Descriptor(), reason);
    leave_endpoint(options);
}

// ctest counts a generator as one test, and knows nothing of the tasks that it makes.
void bound_generators(Plan& plan) {
    for (const Task& task : plan.tasks) {
        if (task.options().generator && plan.groups[task.group].workers == 0) {
            plan.groups[task.group].workers = platform::usable_cpus();
        }
    }
}

// Whichever test came first: what ctest set for that one alone is not the session's.
void forget_assignments(const Plan& plan, const ServeOptions& options) {
    const std::vector<std::string> ctest = platform::environment_of(static_cast<pid_t>(options.ctest));
    const Texts assignments = all_assignments(plan);
    for (const Text entry : assignments) {
        unsetenv(std::string(entry.substr(0, entry.find('='))).c_str());  // NOLINT(concurrency-mt-unsafe): one thread.
    }
    for (const std::string& entry : without_assignments({}, assignments, ctest)) {
        const std::size_t equals = entry.find('=');
        // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread.
        setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
    }
}

class Serving : public EventSink {
public:
    // `warning`: to be written down first; empty: none.
    Serving(const ServeOptions& options, Plan plan, std::string warning)
        : options_(options),
          plan_(std::move(plan)),
          groups_of_commands_(add_groups_of_commands(plan_)),
          warning_(std::move(warning)),
          server_(plan_, server_options()) {}

    int run(const std::vector<std::string>& command_line) {
        Session::keep_signals_back();
        files_.open(plan_.build_dir, options_.run_id, ctest_of(options_));
        started_ = files_.started(plan_, command_line);
        started_.jobs = kSlots;
        started_.seed = random_seed();
        handle(started_);
        for (const std::string& warning : {files_.problem(), files_.warning(), warning_}) {
            if (!warning.empty()) {
                handle(Message{0, MessageLevel::warning, warning});
            }
        }
        auto session = Session::make(plan_, session_options(), *this);
        if (!session.ok()) {
            handle(Message{0, MessageLevel::error, session.error().message});
            RunEnded ended;
            ended.exit_code = kExitIncomplete;
            static_cast<void>(files_.finish(ended, kExitIncomplete));
            refuse(options_, session.error().message);
            return kExitIncomplete;
        }
        serve(**session);
        session->reset();
        return kExitOk;
    }

    void handle(const Event& event) override {
        if (interim_) {
            interim_->note_news();
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
        if (options_.ctest == 1) {  // Its end is that of all processes of the container: nothing is written after it.
            server.nothing_is_up = [this] { write_results(session_->result()); };
        }
        server.waits_for = [this](double now) { return waits_for(now); };
        server.ctest_environment = platform::environment_of(static_cast<pid_t>(options_.ctest));
        let_run_ahead(server);
        server.groups_of_commands = groups_of_commands_;
        server.checks_memory = [this] {
            return platform::checks_memory({static_cast<pid_t>(options_.ctest), options_.ctest_ticks},
                                           options_.build_dir);
        };
        server.results = plan_.build_dir + "/Testing/ParallelFixtures/" + options_.run_id;
        return server;
    }

    // Where a group is one test, that test has tasks of which ctest's list of tests says nothing.
    [[nodiscard]] bool may_run_ahead() const {
        return std::all_of(plan_.groups.begin(), plan_.groups.end(),
                           [](const Group& group) { return group.tests.session; });
    }

    // An earlier run that still tears down what a set-up may need; "": there is none, or it takes too long.
    std::string waits_for(double now) {
        if (!earlier_) {
            earlier_.emplace(plan_.build_dir, files_.path());
            if (earlier_->at_work()) {
                handle(Message{now, MessageLevel::warning, waits_text(*earlier_)});
            }
            waits_until_ = now + teardown_limit(plan_);
        }
        if (earlier_->at_work() && now >= waits_until_) {
            handle(Message{now, MessageLevel::warning, gave_up_text(*earlier_)});
            earlier_->forget();
        }
        return earlier_->at_work() ? earlier_->name() : "";
    }

    // Before the server is made.
    void let_run_ahead(ServerOptions& server) const {
        const std::optional<CtestCall> call = call_of_ctest(static_cast<int>(options_.ctest));
        const auto selection = call && may_run_ahead() ? selection_in_turn(*call) : std::nullopt;
        if (selection) {
            server.at_a_time = platform::usable_cpus();
            server.limit = call->limit;
            server.ask_ctest = [call, selection](Session& session, CtestListing::Answer answer) {
                return CtestListing::ask(session, *call, *selection, std::move(answer));
            };
        }
    }

    SessionOptions session_options() {
        SessionOptions session;
        session.run_id = started_.run_id;
        session.output_dir = files_.output_path();
        session.seed = started_.seed;
        session.lending = lending_for(plan_);
        session.schedule.slots = kSlots;
        session.schedule.grace = kSessionGrace;
        session.ending = [this] { note_ending(files_.path()); };
        server_.join(session);
        return session;
    }

    void serve(Session& session) {
        auto watched = platform::watch_process(ctest_of(options_));
        if (!watched.ok()) {
            handle(Message{0, MessageLevel::error, watched.error().message});
        }
        server_.start(session, Descriptor(kHanded), watched.ok() ? std::move(*watched) : Descriptor());
        if (files_.problem().empty()) {
            interim_.emplace(files_.path(), [&session](pid_t child) { session.leave_alone(child); });
        }
        session_ = &session;
        session.run({}, {});
        session_ = nullptr;
        interim_.reset();
        write_results(session.result());
        server_.leave();
        leave_endpoint(options_);
    }

    // Nobody is left to be told what could not be written: the journal says it, or that the run did not reach its end.
    void write_results(const SessionResult& result) {
        ExitFacts facts;
        facts.signal = result.signal;
        facts.fixtures_failed = result.fixture_failed ? 1 : 0;
        for (const auto& [task, outcome] : server_.notes().outcomes()) {
            facts.tasks_failed += outcome == Outcome::passed || outcome == Outcome::skipped ? 0 : 1;
        }
        const RunEnded ended = run_ended(result, exit_code(facts));
        facts.incomplete = true;
        static_cast<void>(files_.finish(ended, exit_code(facts)));
    }

    const ServeOptions& options_;
    Plan plan_;
    std::map<GroupId, GroupId> groups_of_commands_;
    std::string warning_;
    RunFiles files_;
    Server server_;
    RunStarted started_;
    Session* session_ = nullptr;          // While it serves.
    std::optional<EarlierRuns> earlier_;  // Known since somebody waited for a fixture.
    double waits_until_ = 0;
    std::optional<InterimReports> interim_;  // While it serves.
};

}  // namespace

int serve_command(const ServeOptions& options, const std::vector<std::string>& command_line) {
    Result<Plan> plan = read_plan(options.build_dir, options.config);
    if (!plan.ok()) {
        refuse(options, plan.error().message);
        return fail(kExitUsage, plan.error().message);
    }
    discover_case_tests(*plan);
    const Status scripts = take_from_project_scripts(*plan, Modifier::ctest);
    bound_generators(*plan);
    forget_assignments(*plan, options);
    return Serving(options, std::move(*plan), scripts.ok() ? "" : unknown_properties(scripts.error()))
        .run(command_line);
}

}  // namespace pf
