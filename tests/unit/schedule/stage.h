// A run without processes. The test plays all processes, and reads the actions of the scheduler as text.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_STAGE_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_STAGE_H

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/schedule/rules.h"
#include "tool/schedule/scheduler.h"

namespace pf::test {

// Actions as text, in order:
//   "set up db", "tear down db", "tear down db (clean up only)", "end db", "kill db", "abandon db", "close g/0"
//   "hand on b after a", "take back b", "b began", "b began (attempt 2)"
//   "inspect a",
//   "start a", "start a (attempt 2)", "end a", "kill a", "abandon a", "a is slow", "stopping with 2 running"
//   "db is ready", "db is not ready: why"
//   "db is up", "db failed: why", "db is down", "db is down, failed: why"
//   "a passed", "a failed (completed): why", with " again" when it is not final, " flaky", " slow"
// An instance is called "db", "db[g/0]" (WORKER) or "db[a]" (TASK).
using Said = std::vector<std::string>;

class Stage {
public:
    explicit Stage(int slots = 2) { options.slots = slots; }

    // These make the plan, before begin().
    // Several parents or fixtures have a blank between them.
    PlannedFixture& fixture(const std::string& name, const std::string& parents = "",
                            FixtureScope scope = FixtureScope::run);
    PlannedFixture& service(const std::string& name, const std::string& parents = "",
                            FixtureScope scope = FixtureScope::run);
    Group& group(const std::string& name, const std::string& fixtures = "");
    // May be called during the run as well, before added().
    TaskId task(const std::string& group, const std::string& name, const TaskOptions& task_options = {});
    void tasks(const std::string& group, const std::vector<std::string>& names);

    // Each of these returns the actions that follow.
    Said begin();
    Said added(const std::vector<TaskId>& ids, const TaskRequest& request = {});
    // Requests of the tests of a ctest.
    Said hold(const std::string& fixture);
    Said release(const std::string& fixture);
    void retain(const std::string& fixture);
    void hold_group(const std::string& group);
    Said release_group(const std::string& group);
    Said cancel(const std::string& task, Outcome outcome = Outcome::timeout);
    Said set_up(const std::string& instance);
    Said set_up(const std::string& instance, SetupOutcome outcome, const std::string& reason);
    Said lost(const std::string& instance, const std::string& reason);
    Said torn_down(const std::string& instance);
    Said torn_down_badly(const std::string& instance, const std::string& reason);
    Said died(const std::string& instance, const std::string& reason);
    // The next task of the worker begins if this one has passed.
    Said ended(const std::string& task);
    Said failed(const std::string& task, Outcome outcome = Outcome::failed);
    Said ended(const std::string& task, const Conclusion& verdict);
    // The task has passed, and the next one of its worker has not begun.
    Said ended_last(const std::string& task);
    // The worker of the running task hands its next one back.
    Said handed_back(const std::string& running);
    Said inspected(const std::string& task);
    Said stopped_itself(const std::string& task, bool stopped);
    Said stop(StopLevel level);
    // Lets so many seconds pass, with a tick whenever something is due and at the end.
    Said pass(double seconds);

    // Lets all set-ups, teardowns and tasks pass until the run is over.
    Said play();
    // Fails the test unless the run is over and every rule was kept.
    void over();

    [[nodiscard]] bool running(const std::string& task) const;
    [[nodiscard]] const StartTask& start_of(const std::string& task) const { return starts_.at(task); }
    [[nodiscard]] std::vector<std::string> running() const;
    // Returns the next task of the worker of a running one; "": it has none.
    [[nodiscard]] std::string next_of(const std::string& running) const;
    // Returns the instances that are being set up or torn down.
    [[nodiscard]] std::vector<std::string> busy() const;
    [[nodiscard]] bool setting_up(const std::string& instance) const;
    // Returns whether the instance is the set-up of a linked program that goes on.
    [[nodiscard]] bool may_be_lost(const std::string& instance) const;
    // Returns the tasks whose TASK fixtures are being set up.
    [[nodiscard]] std::vector<std::string> set_up_for() const;
    // Returns the services and linked programs that are up.
    [[nodiscard]] std::vector<std::string> what_may_die() const;
    [[nodiscard]] bool abandoned_instance(const std::string& name) const;
    [[nodiscard]] bool abandoned_task(const std::string& name) const;
    [[nodiscard]] const TaskOptions& options_of(const std::string& task) const;
    // Returns the final conclusion of a task.
    [[nodiscard]] const ConcludeTask& outcome(const std::string& task) const { return finals_.at(task); }
    [[nodiscard]] const Conclusion& conclusion(const std::string& task) const {
        return outcome(task).result.conclusion;
    }

    Plan plan;
    SchedulerOptions options;
    double now = 0;
    std::unique_ptr<Scheduler> scheduler;
    std::unique_ptr<Rules> rules;

protected:
    Said hear();

private:
    [[nodiscard]] std::string name_of(InstanceId id) const;
    [[nodiscard]] std::string task_name(TaskId task) const { return std::string(plan.tasks[task].name); }
    [[nodiscard]] InstanceId instance(const std::string& name) const;
    [[nodiscard]] WorkerId worker_of(const std::string& task) const;
    Said end(const std::string& task, const Conclusion& verdict, bool next_begins);
    struct Speaker;
    std::string text_of(const Action& action);

    std::map<InstanceId, std::string> names_;
    std::map<std::string, StartTask> starts_;
    std::map<std::string, ConcludeTask> finals_;
};

// Returns the lines that begin with one of these words.
Said only(const Said& said, const std::vector<std::string>& beginnings);

// Returns the tasks in the order of declaration.
std::vector<TaskId> all_tasks(const Plan& plan);

}  // namespace pf::test

#endif
