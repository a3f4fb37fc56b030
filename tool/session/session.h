// The session of a run: tells the scheduler what happens, does what the scheduler wants, and sends both as events.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SESSION_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SESSION_H

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/directory.h"
#include "runtime/platform.h"
#include "tool/event/event.h"
#include "tool/schedule/scheduler.h"
#include "tool/session/context.h"
#include "tool/session/core_dumps.h"
#include "tool/session/fixture_run.h"
#include "tool/session/linked_run.h"
#include "tool/session/publisher.h"
#include "tool/session/repeated_signals.h"
#include "tool/session/session_host.h"
#include "tool/session/setup_costs.h"
#include "tool/session/stack_dumps.h"
#include "tool/session/worker_run.h"

namespace pf {

struct SessionOptions {
    std::string run_id;
    std::string output_dir;  // The directory for output that does not fit into memory; "": none.
    std::uint64_t seed = 0;
    int leak_grace_ms = 200;
    double leave_limit = 10;           // Seconds after which supervisors that have not left at the end are killed.
    bool foreground = false;           // --no-fork, --debugger: the only task has the terminal (foreground.h).
    std::vector<std::string> wrapper;  // Words to put before the command of each task (--wrapper).
    TaskRequestPtr request;            // How the tasks of run() depart from the plan; null: they do not.
    FixtureLeases leases;
    StackOptions stacks;  // Works only with SchedulerOptions::inspect_limit.
    SchedulerOptions schedule;
};

struct SessionResult {
    std::map<Outcome, std::uint64_t> counts;  // The tasks by their final outcome.
    std::uint64_t declared = 0;
    bool fixture_failed = false;
    int signal = 0;       // The signal that stopped the run; 0: none.
    bool killed = false;  // A second signal ended it at once.
    double setup_seconds = 0;
    double setup_seconds_saved = 0;
    std::uint64_t setups = 0;
    std::uint64_t setups_one_per_task = 0;
    double seconds = 0;
};

// How much the service of an instance had printed when an attempt started, in bytes.
struct ServiceMark {
    InstanceId instance;
    std::uint64_t printed;
};

class Session : FixtureHost, TaskHost {
public:
    // Blocks the signals that a session watches until run() handles them. make() does so as well. Call it earlier if
    // something is made that must be cleaned up.
    static void keep_signals_back(bool foreground = false);

    // Makes a session, which run() must follow. All arguments must outlive it. The session changes the plan only by
    // appending the tasks of generators.
    static Result<std::unique_ptr<Session>> make(Plan& plan, SessionOptions options, SessionHost& host,
                                                 EventSink& sink);
    ~Session() override;

    // Declares and runs these tasks, in the order in which they want to start. Returns when no process of the run is
    // left. The signals that it watches stay blocked for the rest of the process.
    SessionResult run(const std::vector<TaskId>& declared, const std::vector<TaskId>& ordered);

    // The following may be called while it runs, from its loop and its callbacks. scheduler.h says more of holds.
    Loop& loop() { return context_.loop; }
    [[nodiscard]] double now() const { return context_.clock.now(); }
    void hold(FixtureId fixture);
    void retain(FixtureId fixture) { scheduler_.retain(fixture); }
    // Returns what a fixture of scope RUN and those that it is nested in hand down: "K=V" sets, "K" unsets. Empty if
    // the fixture is not set up.
    [[nodiscard]] std::vector<std::string> handed_down(FixtureId fixture);
    void release(FixtureId fixture) { scheduler_.release(fixture, now()); }
    void release_group(GroupId group) { scheduler_.release_group(group, now()); }
    [[nodiscard]] bool fixture_active(FixtureId fixture) const { return scheduler_.fixture_active(fixture); }
    [[nodiscard]] bool group_active(GroupId group) const { return scheduler_.group_active(group); }
    void expect(const std::vector<TaskId>& tasks) { scheduler_.expect(tasks, now()); }
    [[nodiscard]] bool is_held(FixtureId fixture) const { return scheduler_.is_held(fixture); }
    [[nodiscard]] bool is_required(FixtureId fixture) const { return scheduler_.is_required(fixture); }
    void retry_setups(GroupId group) { scheduler_.retry_setups(group); }
    void set_aside(const std::vector<GroupId>& groups, FixtureId program) {
        scheduler_.set_aside(groups, program, now());
    }
    // Runs a task, again or for the first time, as the request says. REQUIRES: it is not under way.
    void add(TaskId task, TaskRequest request);
    // Returns whether no task of the group can start, because a set-up below it has failed.
    [[nodiscard]] bool setup_failed(GroupId group) const { return scheduler_.setup_failed(group); }
    // Concludes a task that nobody asks for, and which cannot start. REQUIRES: setup_failed() of its group.
    void add_unstarted(TaskId task);
    // Kills the task, or does not start it, because nobody wants the result any more.
    void cancel(TaskId task, Outcome outcome, const std::string& reason) {
        scheduler_.cancel(task, outcome, reason, now());
    }
    // While it is paused, what the task prints stays in its pipe.
    void pause_output(TaskId task, bool paused);
    // Replaces the result of a task, which has turned out to be another one.
    void correct(const TaskEnded& ended) { publisher_.send(ended); }
    // Stops the run as a first signal does.
    void stop(const std::string& reason);
    // Returns whether there is nothing to do.
    [[nodiscard]] bool idle() const { return scheduler_.finished(); }
    // Returns the number of running tasks.
    [[nodiscard]] int running() const { return scheduler_.running(); }
    // Excludes a child of this process that does not belong to the run from being killed as a stray.
    void leave_alone(pid_t child) { context_.supervisors.leave_alone(child); }
    // Returns the result so far.
    [[nodiscard]] const SessionResult& result();
    // Starts a supervisor for a command that belongs to no task and no fixture. The session does not end before the
    // handle is released.
    Result<SupervisorHandle> supervise(SupervisorListener& listener, Supervised::Data data) {
        return context_.supervisors.start(listener, data);
    }
    // Returns the temporary directory of the run, which is removed with the session.
    [[nodiscard]] const std::string& temporary() const { return context_.temporary; }
    // Returns the environment of commands before their own changes: K=V.
    [[nodiscard]] const std::vector<std::string>& environment() const { return context_.environment; }

private:
    Session(Plan& plan, SessionOptions options, SessionHost& host, EventSink& sink, TemporaryDirectory temporary);

    void loop_until_finished();
    void perform_all();
    void send_next_tasks();
    void note_started(const StartTask& start, double at);
    void watch_signals();
    void on_signal(platform::PendingSignal next);
    void stop_by_signal(int signal);
    void pause();
    void show_status();
    [[nodiscard]] double wait_limit() const;

    // One for each action of the scheduler.
    void perform(const SetUp& action);
    void perform(const TearDown& action);
    void perform(const EndInstance& action);
    void perform(const StartTask& action);
    void perform(const HandNext& action);
    void perform(const TakeBack& action);
    void perform(const NextBegan& action);
    void perform(const InspectTask& action);
    void perform(const EndTask& action);
    void perform(const AbandonWorker& action);
    void perform(const AbandonInstance& action);
    void perform(const CloseWorker& action);
    void perform(const ConcludeSetup& action);
    void perform(const ConcludeTeardown& action);
    void perform(const ConcludeHold& action);
    void perform(ConcludeTask& action);
    void perform(const MarkSlow& action);
    void perform(const StopOnFailure& action);

    void fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) override;
    void fixture_lost(InstanceId id, const std::string& reason) override;
    void fixture_not_leased(InstanceId id, const std::string& reason) override;
    void fixture_died(InstanceId id, const std::string& reason) override;
    void fixture_torn_down(InstanceId id, bool passed, const std::string& reason) override;
    void task_ended(WorkerRun& worker, AttemptResult result, std::optional<double> next_began) override;
    void next_handed_back(WorkerRun& worker) override;
    void task_stopped(WorkerRun& worker, bool stopped) override;
    Status task_generated(WorkerRun& worker, std::string_view line) override;
    void task_output(WorkerRun& worker, std::string_view bytes) override;
    Result<VariableList> variables_of(const StartTask& task, const std::string& private_dir) override;
    void fixture_warning(InstanceId id, const std::string& text) override;

    [[nodiscard]] std::string keep_private_dir(const ConcludeTask& action);
    void look_at_core(const WorkerRun& worker, const AttemptResult& result);
    void mark_services(WorkerId worker);
    [[nodiscard]] std::string printed_by_services(WorkerId worker);
    void set_worker(VariableList& list, WorkerId worker) const;
    void warn_of_unknown_names(const StartTask& task, const VariableList& list, const char* where, Text text);
    std::vector<std::string> fixture_environment(const Instance& instance);
    std::string label_of(const Instance& instance) const;
    WorkerRun& worker(WorkerId id);
    std::unique_ptr<FixtureRun> make_fixture(InstanceId id);
    std::unique_ptr<FixtureRun> make_own_fixture(InstanceId id);
    std::unique_ptr<FixtureRun> make_leased(InstanceId id);
    FixtureRun::Identity identity_of(InstanceId id);
    LinkedRun* linked(InstanceId instance) const;
    LinkedRun* forked_from(const StartTask& task) const;

    Plan& growing_plan_;  // Only for the tasks of generators.
    SessionOptions options_;
    SessionHost& host_;
    TemporaryDirectory temporary_;
    SessionContext context_;
    Scheduler scheduler_;
    Publisher publisher_;
    SetupCosts costs_;
    StackDumps stacks_;
    CoreDumps cores_;
    Descriptor signals_;
    RepeatedSignals ending_signals_;
    std::map<InstanceId, std::unique_ptr<FixtureRun>> fixtures_;
    std::map<WorkerId, std::unique_ptr<WorkerRun>> workers_;
    std::vector<WorkerId> to_hand_;  // Workers whose next task is sent once the journal says so.
    std::map<WorkerId, std::vector<ServiceMark>> service_marks_;  // Of the attempts that run on services.
    std::map<InstanceId, std::set<WorkerId>> forked_;  // By linked fixture: workers that have forked from it.
    std::size_t known_tasks_ = 0;
    SessionResult result_;
};

}  // namespace pf

#endif
