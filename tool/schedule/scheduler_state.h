// What the scheduler keeps of fixtures, tasks, workers and groups between events.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_STATE_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_SCHEDULER_STATE_H

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tool/plan/plan.h"
#include "tool/schedule/action.h"
#include "tool/schedule/deadlines.h"
#include "tool/schedule/numbers.h"
#include "tool/schedule/ready_queue.h"
#include "tool/schedule/resource_pool.h"
#include "tool/schedule/task_request.h"
#include "tool/schedule/waiting_groups.h"

namespace pf {

// One set-up of a fixture, until its teardown has ended.
struct Instance {
    FixtureId fixture = kNone;
    std::vector<InstanceId> parents;  // In the order of the parents of the fixture.
    WorkerId worker;                  // Scopes WORKER and TASK.
    TaskId task = kNone;              // Scope TASK.
};

// Only the scheduler uses these.
namespace scheduler_state {

enum class Phase { setting_up, up, tearing_down };
enum class Ending { no, inspected, terminated, killed, abandoned };

struct InstanceState {
    Instance what;
    Phase phase = Phase::setting_up;
    std::set<InstanceId> children;
    int assigned = 0;  // Scope RUN: the workers with a task that requires it.
    bool slot_held = false;
    bool dead = false;     // Its set-up failed, or its process died.
    bool doomed = false;   // It is dead, or one that it is nested in is.
    bool lost = false;     // Its set-up is being ended, to be tried again with the fixture that it is nested in.
    bool skipped = false;  // Its set-up asked to be skipped, so there is nothing to tear down.
    Ending ending = Ending::no;
    double deadline = kNever;
    std::optional<SetupOutcome> setup_override;
    std::string override_reason;
};

// A task that was handed to a worker behind the one that runs. Its attempt does not count before it begins.
struct Next {
    TaskId task = kNone;
    bool asked_back = false;            // TakeBack was given.
    std::optional<Conclusion> decided;  // How it ends, if it begins all the same.
    Force force = Force::terminate;     // How it is ended then.
    bool cancelled = false;
};

// What a task waits for, or has waited for and not started yet.
struct Wait {
    TaskWait told;
    Obstacle last;    // The latest obstacle.
    double seen = 0;  // When that was seen last.
};

// The task of a worker, from the moment it takes its slot to the moment it gives the slot back.
struct Assignment {
    TaskId task = kNone;
    TaskRequestPtr request;
    int attempt = 1;
    int slot = 0;
    Need need;
    AllocationPtr allocation;
    bool running = false;   // StartTask was given and not answered.
    bool finished = false;  // The attempt is over; TASK fixtures are being torn down.
    bool again = false;     // Another attempt follows.
    bool cancelled = false;
    double started = 0;
    double deadline = kNever;
    double slow_at = kNever;
    double stopped_until = kNever;
    double due = kNever;  // The first of the three, while it is running.
    bool slow = false;
    Ending ending = Ending::no;
    std::optional<Conclusion> decided;  // The scheduler has decided how it ends.
    std::optional<Next> next;
};

struct Worker {
    WorkerId id;
    bool open = false;
    std::optional<Assignment> assignment;
    std::vector<InstanceId> instances;  // Scope WORKER, then scope TASK, in the order of their set-ups.
};

struct GroupState {
    ReadyQueue ready;
    std::set<TaskId> after_others;  // Tasks that wait for the end of those that they depend on.
    std::vector<FixtureId> chain;
    // The workers that have ever been open, so that a loop costs what has run and not what may run. A deque,
    // because references to workers stay valid when it grows.
    std::deque<Worker> workers;
    std::set<int> idle;  // The open workers without a task whose innermost fixture, if any, is up.
    int open = 0;
    int handed = 0;            // Workers with a next task.
    bool hands_ahead = false;  // Its tasks may be handed ahead.
    std::size_t pool = 0;
    std::size_t unfinished = 0;
    Place place = 0;                    // 0: it has no unfinished task.
    int wide = 0;                       // The slots that its first waiting task needs, if it is listed in wide_.
    int generators = 0;                 // Unfinished generators: more tasks may come.
    int passed_over = 0;                // How often other tasks started while its first one waited for slots.
    std::optional<Conclusion> failure;  // Why none of its tasks can start any more.
};

// Groups that share worker numbers, or a group alone.
struct Pool {
    std::vector<GroupId> groups;
    bool shared = false;
    int fewest = 0;                // The workers of the group that may have the fewest.
    int most = 0;                  // The workers of the group that may have the most.
    Numbers numbers;               // Taken: a worker with this number has a task or a fixture.
    std::vector<GroupId> holders;  // By number: the group of that worker.
    // The following are kept only for a pool that is shared.
    std::set<GroupId> unfinished;  // Groups with unfinished tasks.
    std::set<GroupId> waiting;     // Groups with waiting tasks.
    std::set<GroupId> idle;        // Groups that have idle workers, and no task that may start on them.
    int tearing_down = 0;          // Linked fixtures of its program that are being torn down.

    [[nodiscard]] GroupId holder(int number) const {
        const auto index = static_cast<std::size_t>(number);
        return index < holders.size() ? holders[index] : kNone;
    }
};

}  // namespace scheduler_state
}  // namespace pf

#endif
