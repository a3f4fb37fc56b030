// The scheduler: what runs when, for how long, and what becomes of it. A plain function of its state, the event and the
// time; it starts nothing itself, so every rule is tested without a process. docs/design/scheduling.md has the rules.
//
// Each event is a call with `now` (seconds since the run's start on a clock that stands still while the run is
// stopped); afterwards take_actions() has what follows from it. Between events, tick() is due at next_deadline().
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_H

#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/schedule/action.h"
#include "tool/schedule/ready_queue.h"

namespace pf {

// A linked fixture whose process dies so often is given up.
inline constexpr int kMostDeaths = 3;

inline constexpr double kNever = std::numeric_limits<double>::infinity();

enum class Repeat { none, until_pass, until_fail, after_timeout };

struct SchedulerOptions {
    int slots = 1;
    double default_timeout = 0;  // For tasks without one; 0: none.
    double grace = 5;            // From SIGTERM to SIGKILL.
    double slow = 60;            // A task is marked slow after this; 0: never.
    double stopped_limit = 5;    // A task that stopped itself is ended after this.
    double kill_limit = 10;      // A supervisor that does not answer to a kill is killed itself after this.
    Repeat repeat = Repeat::none;
    int repeat_count = 1;
    bool stop_on_failure = false;
};

// What one attempt's process came to, before timeouts, interruptions and retries are considered.
struct Verdict {
    Outcome outcome = Outcome::passed;
    Cause cause = Cause::completed;
    std::string reason;
};

// How far a run is stopped.
enum class StopLevel { none, no_more_starts, terminate, kill };

struct Instance {
    FixtureId fixture = kNone;
    InstanceId parent = kNone;
    GroupId group = kNone;  // Scopes WORKER and TASK.
    int worker = -1;        // Scopes WORKER and TASK.
    TaskId task = kNone;    // Scope TASK.
};

class Scheduler {
public:
    // `plan` must outlive it and may grow only through tasks_added().
    Scheduler(const Plan& plan, SchedulerOptions options);

    // Begins with these tasks, in the order in which they want to start (order.h). `request` is how each of them runs.
    void begin(const std::vector<TaskId>& tasks, const TaskRequestPtr& request, double now);

    // A generator made the task, or a test of ctest asks for it. REQUIRES: if it ran before, that run is concluded.
    void add_task(TaskId task, const TaskRequestPtr& request, double now);

    // Under ctest it is not known which tasks will come. A fixture of scope RUN that is held, with what it stands on,
    // is set up at once and stays until release(), and so do the workers of the groups above it. Answered by
    // ConcludeHold, each time. A set-up that failed is tried again. A stop releases everything.
    void hold(FixtureId fixture, double now);
    void release(FixtureId fixture, double now);
    // Holds the fixtures of scope RUN from `fixture` down that are not held, without an answer and without setting them
    // up: once something else has had them set up they stay. A set-up that failed is not tried again.
    void retain(FixtureId fixture);
    // The same for the workers of a group that stands on no such fixture; not answered.
    void hold_group(GroupId group);
    void release_group(GroupId group, double now);
    // Nobody wants to know any more: kills it where it runs. As `outcome` for `reason`, unless that is decided; what
    // has not started is not run.
    void cancel(TaskId task, Outcome outcome, const std::string& reason, double now);

    // A set-up of it stands, begins or ends.
    [[nodiscard]] bool stands(FixtureId fixture) const { return run_instance_[fixture] != kNone; }
    // It has workers.
    [[nodiscard]] bool active(GroupId group) const { return active_.count(group) != 0; }

    void setup_ended(InstanceId instance, SetupOutcome outcome, const std::string& reason, double now);
    // The process of a linked fixture was killed during its set-up, and not by us. As after a death it is set up again.
    void setup_lost(InstanceId instance, const std::string& reason, double now);
    // A service that was up, or the process of a linked fixture, has died. A service's tasks are failed; a linked
    // fixture is set up again, at most kMostDeaths - 1 times, and only the tasks that are in flight have crashed.
    void fixture_died(InstanceId instance, const std::string& reason, double now);
    void teardown_ended(InstanceId instance, bool passed, const std::string& reason, double now);
    // The attempt that runs in this worker has ended.
    void task_ended(GroupId group, int worker, const Verdict& verdict, double seconds, double now);
    // The task's own process was stopped by a signal, or continued.
    void task_stopped(GroupId group, int worker, bool stopped, double now);
    void stop(StopLevel level, const std::string& reason, double now);
    void tick(double now);

    [[nodiscard]] double next_deadline() const;
    [[nodiscard]] bool finished() const;
    [[nodiscard]] int running() const { return running_; }
    std::vector<Action> take_actions();

    // REQUIRES: the number came with an action and its life is not over.
    [[nodiscard]] const Instance& instance(InstanceId id) const { return instances_.at(id).what; }
    // The instances below a worker's task, outermost first.
    [[nodiscard]] std::vector<InstanceId> chain(GroupId group, int worker) const;
    // The workers a group has at most.
    [[nodiscard]] int worker_count(GroupId group) const;

private:
    enum class Phase { setting_up, up, tearing_down };
    enum class Ending { no, politely, killed, abandoned };

    // An end that the scheduler itself decided on.
    struct Override {
        Outcome outcome;
        Cause cause;
        std::string reason;
    };

    struct InstanceState {
        Instance what;
        Phase phase = Phase::setting_up;
        int children = 0;
        bool slot_held = false;
        bool dead = false;     // A service that died, or a set-up that failed.
        bool lost = false;     // A set-up that is being ended, to begin anew with what it stands on.
        bool skipped = false;  // A set-up that asked to be skipped: there is nothing to tear down.
        Ending ending = Ending::no;
        double deadline = kNever;
        std::optional<SetupOutcome> setup_override;
        std::string override_reason;
    };

    // A worker's task, from the moment it takes its slot to the moment it gives it back.
    struct Assignment {
        TaskId task = kNone;
        TaskRequestPtr request;
        int attempt = 1;
        int slot = 0;
        Need need;
        bool running = false;   // StartTask was given and not answered.
        bool finished = false;  // Its attempt is over; TASK fixtures are being torn down.
        bool again = false;     // Another attempt follows.
        bool cancelled = false;
        double started = 0;
        double deadline = kNever;
        double slow_at = kNever;
        double stopped_until = kNever;
        bool slow = false;
        Ending ending = Ending::no;
        std::optional<Override> decided;
    };

    struct Worker {
        bool open = false;
        std::optional<Assignment> assignment;
        std::vector<InstanceId> instances;  // WORKER, then TASK scope; outermost first.
    };

    // Why nothing of a group can start any more.
    struct Failure {
        Outcome outcome;
        Cause cause;
        std::string reason;
    };

    struct GroupState {
        ReadyQueue ready;
        std::vector<FixtureId> chain;
        // Those that have ever been open: a loop over them costs what has run, not what may run. Growing must not move
        // the others.
        std::deque<Worker> workers;
        std::size_t unfinished = 0;
        int generators = 0;   // Unfinished ones: more tasks may come.
        int passed_over = 0;  // How often others started while its first task waited for slots.
        std::optional<Failure> failure;
    };

    // scheduler.cc: choosing.
    void enqueue(TaskId task, const TaskRequestPtr& request);
    [[nodiscard]] TaskRequestPtr request_of(TaskId task) const;
    [[nodiscard]] GroupId group_of(TaskId task) const;
    Need need_of(TaskId task);
    void advance(double now);
    void start_teardowns(double now);
    void start_tasks(double now);
    bool start_in(GroupId group, double now);
    [[nodiscard]] int free_worker(GroupId group) const;
    void note_passed_over(GroupId blocked);
    bool run_chain_up(const std::vector<FixtureId>& chain, GroupId group, double now);
    [[nodiscard]] bool fits(const Need& need) const;
    [[nodiscard]] bool slot_free() const;
    [[nodiscard]] bool teardown_allowed() const;
    [[nodiscard]] bool waits_for_slots(const Need& need) const;
    void take(const Need& need);
    void give_back(const Need& need);
    int take_slot_number();
    [[nodiscard]] bool starting_allowed() const { return stop_ == StopLevel::none; }
    [[nodiscard]] Failure stop_failure() const;

    // scheduler_hold.cc: what ctest wants to stay.
    void start_holds(double now);
    void answer_hold(FixtureId fixture, const Failure* failure);
    void forgive(FixtureId fixture);
    [[nodiscard]] const Failure* failure_below(FixtureId fixture) const;
    [[nodiscard]] bool held(GroupId group) const;
    [[nodiscard]] bool kept(FixtureId fixture) const;
    void drop_holds();
    void cancel_assigned(GroupId group, int worker, const Override& why, double now);

    // scheduler_task.cc: a task's life.
    void assign(GroupId group, TaskId task, double now);
    void step(GroupId group, int worker, double now);
    void start_task(GroupId group, int worker, double now);
    void conclude(GroupId group, int worker, const Verdict& verdict, double seconds, double now);
    void give_up(GroupId group, int worker, const Failure& failure, double now);
    void say_last_word(TaskId task, const Failure& failure);
    void conclude_unstarted(TaskId task, const Failure& failure);
    void put_back(GroupId group, int worker, double now);
    void wind_down(GroupId group, int worker, double now);
    void release(GroupId group, int worker, bool again);
    void note_failure(double now);
    void end_unit(GroupId group, const Failure& failure);
    [[nodiscard]] bool again(GroupId group, const Assignment& assignment, Outcome outcome) const;
    void end_task(GroupId group, int worker, const Override& why, Force force, double now);
    void escalate_task(GroupId group, int worker, double now);
    void check_task(GroupId group, int worker, double now);
    void interrupt_task(GroupId group, int worker, const Override& why, Force force, double now);
    void fail_group(GroupId group, const Failure& failure);
    void drain(GroupId group, const Failure& failure);
    void task_done(TaskId task, GroupId group);
    [[nodiscard]] double limit_of(const Assignment& assignment) const;

    // scheduler_fixture.cc: a fixture's life.
    InstanceId make_instance(const Instance& what, bool holds_slot, double now);
    void tear_down(InstanceId id, bool with_command, bool holds_slot, double now);
    void end_instance(InstanceId id, SetupOutcome as, const std::string& reason, Force force, double now);
    void escalate_instance(InstanceId id, double now);
    void leave_setup(InstanceId id);
    void restart(InstanceId id, const std::string& reason, double now);
    void setup_failed(InstanceId id, SetupOutcome outcome, const std::string& reason, double now);
    void forget(InstanceId id);
    void take_down_worker(GroupId group, int worker, double now);
    void fail_fixture(FixtureId fixture, const Failure& failure);
    void end_users(InstanceId id, const Override& why, bool anew, double now);
    [[nodiscard]] bool stands_on(InstanceId id, InstanceId ancestor) const;
    [[nodiscard]] bool doomed(InstanceId id) const;
    [[nodiscard]] bool used(InstanceId id) const;
    [[nodiscard]] InstanceId innermost(GroupId group, int worker) const;
    void retire_idle_workers(double now);
    [[nodiscard]] bool number_taken(GroupId group, std::size_t number) const;
    [[nodiscard]] bool must_yield(GroupId id) const;
    [[nodiscard]] bool waits_in_unit(GroupId id) const;

    const Plan& plan_;
    SchedulerOptions options_;
    std::vector<Action> actions_;

    std::vector<GroupState> groups_;
    std::vector<GroupId> order_;                     // Groups in the order in which they want to start.
    std::vector<std::uint32_t> attempts_;            // By task: attempts begun.
    std::map<TaskId, TaskRequestPtr> requests_;      // Of tasks without a final conclusion that have one.
    std::map<TaskId, ConcludeTask> retrying_;        // Tasks with an attempt behind them and one to come: the last one.
    std::map<InstanceId, InstanceState> instances_;  // Alive ones.
    std::vector<InstanceId> run_instance_;           // By fixture: its RUN instance; kNone: not up.
    std::vector<std::size_t> remaining_;             // By fixture: unfinished tasks in groups above it.
    std::vector<std::vector<GroupId>> groups_on_;    // By fixture: the groups above it.
    std::vector<std::optional<Failure>> failures_;   // By fixture of scope RUN: why it cannot be stood on.
    std::map<FixtureId, bool> holds_;                // True: answered, or nobody asks.
    std::set<GroupId> held_groups_;
    std::vector<int> deaths_;                        // By fixture: how often its process died.
    std::map<GroupId, std::vector<GroupId>> pools_;  // Groups that share their workers' numbers, by the first of them.
    InstanceId next_instance_ = 0;

    std::map<std::string, int, std::less<>> lock_numbers_;
    std::set<int> locks_held_;
    std::vector<bool> slot_numbers_;
    std::set<GroupId> active_;  // Groups with open workers.
    int used_ = 0;
    bool alone_ = false;            // A RUN_SERIAL task runs.
    GroupId draining_for_ = kNone;  // Nothing else starts until this group's first task fits.
    int running_ = 0;
    std::size_t unfinished_ = 0;
    StopLevel stop_ = StopLevel::none;
    std::string stop_reason_;
};

}  // namespace pf

#endif
