// The scheduler decides what runs when and for how long, and what follows from each end. It is a plain function of its
// state, an event and the time, and starts nothing itself, so that every rule can be tested without a process.
// docs/design/scheduling.md has the rules.
//
// Each event is a call with `now`: seconds since the start of the run, on a clock that does not advance while the run
// is stopped. After the call take_actions() returns what follows from the event. Between events tick() is due at
// next_deadline().
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_H

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/schedule/action.h"
#include "tool/schedule/deadlines.h"
#include "tool/schedule/dependencies.h"
#include "tool/schedule/numbers.h"
#include "tool/schedule/ready_queue.h"
#include "tool/schedule/resource_pool.h"
#include "tool/schedule/scheduler_options.h"
#include "tool/schedule/scheduler_state.h"
#include "tool/schedule/task_request.h"
#include "tool/schedule/waiting_groups.h"

namespace pf {

// A linked fixture whose process has died this often is not set up again.
inline constexpr int kMostDeaths = 3;

class Scheduler {
public:
    // `plan` must outlive the scheduler. It may change only by tasks that are appended.
    Scheduler(const Plan& plan, SchedulerOptions options);

    // Begins with these tasks, in the order in which they want to start (order.h). `request` is how each of them runs.
    // A task starts after the end of those that it depends on (dependencies.h). REQUIRES: there is no cycle.
    void begin(const std::vector<TaskId>& tasks, const TaskRequestPtr& request, double now);

    // A generator made the task, or a test of ctest asks for it. REQUIRES: its earlier attempts, if any, are concluded.
    void add_task(TaskId task, const TaskRequestPtr& request, double now);

    // Under ctest nobody knows which tasks will come. A fixture of scope RUN that is held is set up at once, with the
    // fixtures that it is nested in, and stays up until release(). So do the workers of the groups that require it.
    // Each call is answered by ConcludeHold, and tries a set-up that has failed again. A stop releases everything.
    void hold(FixtureId fixture, double now);
    void release(FixtureId fixture, double now);
    // Holds the fixture, and those of scope RUN that it is nested in, once tasks have had them set up. Neither answers,
    // nor sets anything up, nor tries a failed set-up again.
    void retain(FixtureId fixture);
    // Holds the workers of a group that requires no such fixture. Does not answer.
    void hold_group(GroupId group);
    void release_group(GroupId group, double now);
    // Says which tasks will be asked for. From now on such a task counts as unfinished, so what it requires stays up
    // until it has come and ended, and neither retain() nor hold_group() keeps workers or linked programs any longer:
    // these end after their last task.
    void expect(const std::vector<TaskId>& tasks, double now);
    // The task is not expected any more. Call it before add_task().
    void forget_expected(TaskId task);
    [[nodiscard]] bool is_held(FixtureId fixture) const { return holds_.count(fixture) != 0; }
    // Whether a task that is unfinished or expected requires the fixture, whose scope is RUN. A hold does not count.
    [[nodiscard]] bool is_required(FixtureId fixture) const {
        return remaining_[fixture] > static_cast<int>(holds_.count(fixture));
    }
    // Tries the set-ups of linked fixtures below the group that have failed again, when the next task requires them.
    void retry_setups(GroupId group);
    // Ends the idle workers of the groups and, unless a task requires it just now, the linked program. Tasks that come
    // later start them again. REQUIRES: `program` is kNone or has nothing set up.
    void set_aside(const std::vector<GroupId>& groups, FixtureId program, double now);

    // Nobody wants the result of the task any more. Kills a running task, with this outcome and reason unless its end
    // was decided before; a task that has not started is not run.
    void cancel(TaskId task, Outcome outcome, const std::string& reason, double now);

    // Whether an instance of the fixture, whose scope is RUN, is being set up, is up or is being torn down.
    [[nodiscard]] bool fixture_active(FixtureId fixture) const { return run_instance(fixture) != kNone; }
    // Returns that instance; kNone: there is none.
    [[nodiscard]] InstanceId run_instance(FixtureId fixture) const { return run_instance_[fixture]; }
    // Returns the worker to which the task was given last. REQUIRES: its final conclusion has not been taken.
    [[nodiscard]] WorkerId last_worker(TaskId task) const;
    // Returns whether no task of the group can start, because a set-up below it has failed.
    [[nodiscard]] bool setup_failed(GroupId group) const {
        return groups_[group].failure && groups_[group].failure->cause == Cause::fixture_failed;
    }
    // Whether the group has workers.
    [[nodiscard]] bool group_active(GroupId group) const { return active_.count(group) != 0; }

    void setup_ended(InstanceId instance, SetupOutcome outcome, const std::string& reason, double now);
    // The process of a linked fixture was killed during the set-up, and not by us. The fixture is set up again, as
    // after a death.
    void setup_lost(InstanceId instance, const std::string& reason, double now);
    // The process of a service or a linked fixture that was up has died. The tasks of a service fail. A linked fixture
    // is set up again, at most kMostDeaths - 1 times, and only the tasks that were running have crashed.
    void fixture_died(InstanceId instance, const std::string& reason, double now);
    void teardown_ended(InstanceId instance, bool passed, const std::string& reason, double now);
    // The running attempt has ended. The next task of the worker, if any, began at `next_began` or not at all
    // (nullopt).
    void task_ended(WorkerId worker, AttemptResult result, std::optional<double> next_began, double now);
    // The next task of the worker has not begun, and will not begin there.
    void next_handed_back(WorkerId worker, double now);
    // The answer to InspectTask. Nothing happens if the task has ended or is being ended already.
    void task_inspected(WorkerId worker, double now);
    // The process of the running task was stopped by a signal, or continued.
    void task_stopped(WorkerId worker, bool stopped, double now);
    void stop(StopLevel level, const std::string& reason, double now);
    void tick(double now);

    [[nodiscard]] double next_deadline() const;
    [[nodiscard]] bool finished() const;
    [[nodiscard]] int running() const { return running_; }
    std::vector<Action> take_actions();

    // REQUIRES: an action named the instance, and ConcludeTeardown has not.
    [[nodiscard]] const Instance& instance(InstanceId id) const { return instances_.at(id).what; }
    // Returns the instances that a task of the worker requires, in the order of Plan::chain().
    [[nodiscard]] std::vector<InstanceId> chain(WorkerId worker) const;
    // Returns the instances that are below this one, in that order. REQUIRES: it is being set up.
    [[nodiscard]] std::vector<InstanceId> chain_below(const Instance& instance) const;
    // Returns how many workers the group may have.
    [[nodiscard]] int worker_count(GroupId group) const;
    // Returns how many groups, instances, workers, pools and lines of waiting tasks have been looked at so far. No
    // event looks at those that the event does not concern, and a test counts them.
    [[nodiscard]] std::uint64_t looked_at() const { return looked_at_; }

private:
    using Assignment = scheduler_state::Assignment;
    using Ending = scheduler_state::Ending;
    using GroupState = scheduler_state::GroupState;
    using InstanceState = scheduler_state::InstanceState;
    using Next = scheduler_state::Next;
    using Phase = scheduler_state::Phase;
    using Pool = scheduler_state::Pool;
    using Wait = scheduler_state::Wait;
    using Worker = scheduler_state::Worker;

    // scheduler.cc: tasks come, time passes, the run stops.
    void make_pools();
    bool enqueue(TaskId task, const TaskRequestPtr& request);
    void enter_order(GroupId group);
    [[nodiscard]] TaskRequestPtr request_of(TaskId task) const;
    Need need_of(TaskId task);
    static std::string formatted(const char* format, double seconds);
    void take(Assignment& assignment);
    void give_back(const Assignment& assignment, double now);
    [[nodiscard]] bool starting_allowed() const { return stop_ == StopLevel::none; }
    [[nodiscard]] Conclusion stop_conclusion() const;
    void end_all(Force force, const std::string& reason, double now);

    // scheduler_repeat.cc: tasks that are repeated in turn.
    void repeat_in_turn(GroupId id, const Assignment& assignment);
    void move_to_end(GroupId id);
    void end_repeats(double now);

    // scheduler_depends.cc: tasks that start after others.
    void note_dependencies(const std::vector<TaskId>& tasks);
    void wait_or_queue(TaskId task, GroupId group);
    void let_dependents_go(TaskId ended);

    // scheduler_start.cc: the choice of what starts.
    void advance(double now);
    void start_tasks(double now);
    void start_in_turn(GroupId group, GroupId& blocked, double now);
    std::vector<Obstacle> start_in(GroupId group, double now);
    void note_ready(GroupId group);
    void wake(GroupId group);
    std::vector<Obstacle> obstacles_of(const ReadyQueue& ready, double now);
    [[nodiscard]] Obstacle obstacle_of(const Need& need) const;
    void note_shortages(const std::vector<Obstacle>& obstacles);
    [[nodiscard]] GroupId first_waiting_for_slots(Place from, Place to) const;
    void note_passed_over(GroupId blocked);
    std::vector<Obstacle> set_up_chain(const std::vector<FixtureId>& chain, GroupId group, double now);
    [[nodiscard]] bool is_usable(FixtureId fixture) const;
    [[nodiscard]] bool is_chain_usable(GroupId group) const;
    [[nodiscard]] bool fits(const Need& need) const;
    [[nodiscard]] bool slot_free() const;
    [[nodiscard]] bool waits_for_slots(const Need& need) const;
    [[nodiscard]] bool waits_in_unit(GroupId id) const;
    [[nodiscard]] bool follows_in_unit(GroupId id) const;

    // scheduler_wait.cc: what tasks wait for.
    void note_wait(TaskId task, Obstacle obstacle, bool serial, double now);
    void note_wait_for_serial(double now);
    void note_gone(Obstacle obstacle, double now);
    void end_wait(TaskId task, double now);
    [[nodiscard]] std::string cause_of(Obstacle obstacle, bool serial) const;
    TaskWaitPtr take_wait(TaskId task);

    // scheduler_worker.cc: which workers there are, and which of them go.
    Worker& worker_at(WorkerId id) { return groups_[id.group].workers[static_cast<std::size_t>(id.number)]; }
    [[nodiscard]] const Worker& worker_at(WorkerId id) const {
        return groups_[id.group].workers[static_cast<std::size_t>(id.number)];
    }
    Worker& open_worker(GroupId group);
    [[nodiscard]] int free_worker(GroupId group) const;
    void note_worker(const Worker& worker);
    void note_idle(GroupId group);
    void touch(GroupId group);
    void retire_idle_workers(double now);
    void retire_in(GroupId group, double now);
    [[nodiscard]] std::optional<GroupId> next_to_retire(GroupId from) const;
    bool take_down_worker(Worker& worker, double now);
    [[nodiscard]] bool starved(const Pool& pool) const;
    [[nodiscard]] bool teardown_allowed() const;
    Pool& pool_of(GroupId group) { return pools_[groups_[group].pool]; }
    [[nodiscard]] const Pool& pool_of(GroupId group) const { return pools_[groups_[group].pool]; }

    // scheduler_hold.cc: what ctest asks for.
    void count_hold(FixtureId fixture, int change);
    void require(FixtureId fixture, int change);
    void start_holds(double now);
    void answer_hold(FixtureId fixture, const Conclusion* failure);
    void clear_failure(FixtureId fixture);
    [[nodiscard]] const Conclusion* failure_of(const std::vector<FixtureId>& chain) const;
    [[nodiscard]] bool group_held(GroupId group) const;
    [[nodiscard]] bool held_by_parents(FixtureId fixture) const;
    [[nodiscard]] bool all_held(const std::vector<FixtureId>& fixtures) const;
    void release_all();
    void count_expected(GroupId group, int change);
    bool drop_hold(FixtureId fixture);
    bool forget_expected_in(const std::vector<GroupId>& groups);
    [[nodiscard]] bool ends_with_last_task(FixtureId fixture) const;
    void cancel_assigned(Worker& worker, const Conclusion& why, double now);

    // scheduler_task.cc: the life of a task.
    void assign(GroupId group, TaskId task, double now);
    void set_up_next_or_start(Worker& worker, double now);
    void start_task(Worker& worker, double now);
    void note_started(Worker& worker, double now);
    void assign_to(Worker& worker, Assignment assignment, TaskId task);
    void conclude(Worker& worker, AttemptResult result, double now);
    void give_up(Worker& worker, const Conclusion& why, double now);
    void conclude_last(TaskId task, const Conclusion& why);
    void conclude_unstarted(TaskId task, const Conclusion& why);
    void put_back(Worker& worker, double now);
    void wind_down(Worker& worker, double now);
    void release_slot(Worker& worker, double now);
    void note_failure(double now);
    void end_unit(GroupId group, const Conclusion& why);
    [[nodiscard]] bool runs_again(GroupId group, const Assignment& assignment, Outcome outcome) const;
    [[nodiscard]] int most_attempts(const Assignment& assignment, Outcome outcome) const;
    void fail_group(GroupId group, const Conclusion& why);
    void conclude_ready(GroupId group, const Conclusion& why);
    void task_done(TaskId task, GroupId group);
    void count_assigned(GroupId group, int change);
    [[nodiscard]] double limit_of(const Assignment& assignment) const;

    // scheduler_end.cc: how a running task is ended.
    void end_task(Worker& worker, const Conclusion& why, Force force, double now);
    void escalate_task(Worker& worker, double now);
    void inspect(Worker& worker, const Conclusion& why, double now);
    void check_task(Worker& worker, double now);
    void end_if_running(Worker& worker, const Conclusion& why, Force force, double now);
    void note_due(Worker& worker);

    // scheduler_next.cc: tasks that are handed ahead.
    [[nodiscard]] bool may_hand_ahead(GroupId group) const;
    [[nodiscard]] bool may_be_next(const Assignment& running, GroupId group) const;
    void hand_ahead();
    void take_back(Worker& worker);
    void take_back_in(GroupId group);
    void take_back_for_idle_slots();
    std::optional<Next> leave_next(Worker& worker);
    void return_next(const Next& next, GroupId group);
    void begin_next(Worker& worker, const Next& next, int slot, double began, double now);

    // scheduler_fixture.cc: the life of a fixture.
    InstanceId make_instance(const Instance& what, bool holds_slot, double now);
    void tear_down(InstanceId id, bool with_command, bool holds_slot, double now);
    void end_instance(InstanceId id, SetupOutcome as, const std::string& reason, Force force, double now);
    void send_end(InstanceId id, bool kill, double now);
    void escalate_instance(InstanceId id, double now);
    void leave_setup(InstanceId id);
    void continue_setups(WorkerId id, double now);
    void restart(InstanceId id, const std::string& reason, double now);
    void setup_failed(InstanceId id, SetupOutcome outcome, const std::string& reason, double now);
    void forget(InstanceId id);
    void fail_fixture(FixtureId fixture, const Conclusion& why);
    void end_users(InstanceId id, const Conclusion& why, bool restarts, double now);
    [[nodiscard]] std::set<InstanceId> nested_in(InstanceId id) const;
    [[nodiscard]] bool is_over(InstanceId id) const;
    void start_teardowns(double now);
    void consider(InstanceId id);
    void die(InstanceId id);
    void note_run_fixture(FixtureId fixture);
    void count_teardown(FixtureId fixture, int change);
    [[nodiscard]] InstanceId instance_of(FixtureId fixture, WorkerId worker) const;
    [[nodiscard]] bool is_doomed(const Worker& worker) const;

    const Plan& plan_;
    SchedulerOptions options_;
    std::vector<Action> actions_;

    std::vector<GroupState> groups_;
    std::vector<Pool> pools_;
    std::map<Place, GroupId> order_;  // Groups with unfinished tasks.
    Place next_place_ = 1;
    WaitingGroups waiting_;                  // Groups with waiting tasks.
    std::set<Place> ready_places_;           // Of the groups with waiting tasks.
    std::map<int, std::set<Place>> wide_;    // Groups whose first waiting task needs several slots, by these.
    std::set<GroupId> retire_;               // Groups whose idle workers may have to go.
    std::set<GroupId> retire_later_;         // Groups with a worker whose teardown waits for a slot.
    std::set<std::size_t> touched_pools_;    // Pools in which a group may wait for the number of another one.
    std::set<InstanceId> over_;              // Instances of scope RUN that may have to be torn down.
    std::vector<std::uint32_t> attempts_;    // By task: attempts begun.
    std::vector<int> last_worker_;           // By task: the number of the worker of its last attempt.
    std::map<TaskId, std::size_t> unended_;  // By task that depends on others: those that have not ended.
    std::map<TaskId, std::vector<TaskId>> dependents_;  // By task that has not ended: those that depend on it.
    std::map<TaskId, TaskRequestPtr> requests_;         // Of tasks that have one, until their final conclusion.
    std::map<TaskId, ConcludeTask> retrying_;          // By task that runs again: its last attempt, without the output.
    std::map<InstanceId, InstanceState> instances_;    // Until they are torn down.
    std::vector<InstanceId> run_instance_;             // By fixture: its RUN instance; kNone: none.
    std::vector<int> remaining_;                       // By fixture: unfinished tasks that require it, and holds.
    std::vector<std::vector<GroupId>> users_;          // By fixture: the groups that require it.
    std::vector<std::optional<Conclusion>> failures_;  // By fixture of scope RUN: why it cannot be used.
    std::set<FixtureId> holds_;
    std::set<FixtureId> unanswered_;  // Of these, those for which somebody waits.
    std::set<GroupId> held_groups_;
    bool knows_what_comes_ = false;           // expect() was called.
    std::vector<std::set<TaskId>> expected_;  // By group: tasks that will be asked for.
    std::vector<int> deaths_;                 // By fixture: how often its process died.
    int dead_ = 0;                            // Instances that are dead.
    InstanceId next_instance_ = 0;
    Deadlines<InstanceId> instance_deadlines_;
    Deadlines<WorkerId> task_deadlines_;

    std::map<std::string, int, std::less<>> lock_numbers_;
    std::set<int> locks_held_;
    std::map<TaskId, Wait> waits_;
    std::map<Obstacle, double> gone_at_;     // When a lock was given back, or resources of a demand.
    std::optional<ResourcePool> resources_;  // Nothing: RESOURCE_GROUPS are ignored.
    Numbers slot_numbers_;
    std::set<GroupId> active_;       // Groups with open workers.
    std::set<WorkerId> with_next_;   // Workers with a next task that was not asked back.
    std::vector<WorkerId> started_;  // Workers whose task has started since the last event was over.
    int used_ = 0;
    bool alone_ = false;            // A RUN_SERIAL task is running.
    GroupId reserved_for_ = kNone;  // Nothing else starts until the first task of this group fits.
    int running_ = 0;
    double repeats_until_ = kNever;  // Negative: nothing is repeated any more.
    int failed_ = 0;                 // Failures of tasks and fixtures, as max_fail counts them.
    std::size_t unfinished_ = 0;
    StopLevel stop_ = StopLevel::none;
    std::string stop_reason_;
    mutable std::uint64_t looked_at_ = 0;
};

}  // namespace pf

#endif
