// The rules that hold in every run. They are checked for each action of the scheduler.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_RULES_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_RULES_H

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tool/schedule/scheduler.h"

namespace pf::test {

class Rules {
public:
    Rules(const Plan& plan, const Scheduler& scheduler, const SchedulerOptions& options)
        : plan_(plan), scheduler_(scheduler), options_(options) {}

    // The test calls these before it tells the scheduler the same.
    void declare(TaskId task) { tasks_[task] = {}; }  // Also for a task that runs again.
    void hold() { failed_groups_.clear(); }           // A set-up that failed is tried again.
    void stop(StopLevel level) { stop_ = std::max(stop_, level); }
    void setup_ends(InstanceId id) { instances_.at(id).state = State::set_up; }
    void fixture_dies(InstanceId id) {
        instances_.at(id).healthy = false;
        const Instance& what = instances_.at(id).what;
        // A linked fixture is set up again, but not without end.
        if (plan_.fixtures[what.fixture].kind != FixtureKind::linked || ++deaths_[what.fixture] == kMostDeaths) {
            note_failed(what);
            return;
        }
        for (auto& [other, life] : instances_) {
            life.lost = life.lost || (life.state == State::setting_up && is_nested_in(other, id));
        }
    }
    void setup_is_lost(InstanceId id) {
        setup_ends(id);
        instances_.at(id).lost = ++deaths_[instances_.at(id).what.fixture] < kMostDeaths;
    }
    void cancel(TaskId task) { tasks_.at(task).cancelled = true; }
    void teardown_ends(InstanceId id) { instances_.erase(id); }
    void task_ends(WorkerId worker) { running_.at(worker).ended = true; }
    void next_goes_back(WorkerId worker) { running_.at(worker).next = kNone; }

    // Checks an action. Throws a text that names the broken rule.
    void see(const Action& action);
    // Called after all actions of an event.
    void settled() const;
    // Called at the end of the run.
    void over() const;

    enum class State { setting_up, set_up, tearing_down };
    struct InstanceLife {
        Instance what;
        State state = State::setting_up;
        bool healthy = false;  // The set-up has passed, and the fixture has not died.
        bool skipped = false;
        bool lost = false;  // The set-up fails and is tried again.
        Force ending = Force::terminate;
        bool being_ended = false;
        bool abandoned = false;
    };
    struct RunningTask {
        TaskId task = kNone;
        TaskRequestPtr request;
        int slot = 0;
        AllocationPtr allocation;
        bool ended = false;  // Not yet concluded.
        bool inspected = false;
        bool being_ended = false;
        bool being_killed = false;
        bool abandoned = false;
        TaskId next = kNone;
        bool asked_back = false;
    };
    struct TaskLife {
        int attempts = 0;
        bool final = false;
        bool cancelled = false;
        std::optional<ConcludeTask> last;
    };

    [[nodiscard]] const std::map<InstanceId, InstanceLife>& instances() const { return instances_; }
    [[nodiscard]] const std::map<WorkerId, RunningTask>& running() const { return running_; }
    [[nodiscard]] const std::map<TaskId, TaskLife>& tasks() const { return tasks_; }
    [[nodiscard]] StopLevel stopped() const { return stop_; }

private:
    void on(const SetUp& action);
    void on(const TearDown& action);
    void on(const EndInstance& action);
    void on(const StartTask& action);
    void on(const HandNext& action);
    void on(const TakeBack& action);
    void on(const NextBegan& action);
    void on(const InspectTask& action);
    void on(const EndTask& action);
    void on(const AbandonWorker& action);
    void on(const AbandonInstance& action);
    void on(const CloseWorker& action);
    void on(const ConcludeSetup& action);
    void on(const ConcludeHold& action) const;
    void on(const ConcludeTeardown& action) const;
    void on(const ConcludeTask& action);
    void on(const MarkSlow& action) const;
    void on(const StopOnFailure& action);

    [[nodiscard]] Texts locks_of(TaskId task, const TaskRequestPtr& request) const;
    [[nodiscard]] bool is_serial(const RunningTask& running) const;
    [[nodiscard]] int processors_of(const RunningTask& running) const;
    void note_failed(const Instance& what);
    void check_room() const;
    void check_alone() const;
    void check_chain(const StartTask& action) const;
    void check_resources() const;
    void check_dependencies(const StartTask& action) const;
    void check_order(const StartTask& action);
    [[nodiscard]] bool is_nested_in(InstanceId id, InstanceId ancestor) const;
    [[nodiscard]] bool holds_own_slot(const InstanceLife& life) const;

    const Plan& plan_;
    const Scheduler& scheduler_;
    SchedulerOptions options_;
    StopLevel stop_ = StopLevel::none;
    std::map<InstanceId, InstanceLife> instances_;
    std::map<WorkerId, RunningTask> running_;
    std::map<TaskId, TaskLife> tasks_;
    std::map<GroupId, TaskId> last_in_unit_;
    std::map<FixtureId, int> deaths_;
    std::set<GroupId> failed_groups_;  // A fixture below all of their tasks has failed.
};

}  // namespace pf::test

#endif
