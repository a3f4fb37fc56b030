// What the scheduler wants done, and what it has decided.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_ACTION_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_ACTION_H

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/schedule/resource_pool.h"
#include "tool/schedule/task_request.h"

namespace pf {

// One set-up of a fixture: the only one (scope RUN), that of a worker (WORKER) or that of an attempt (TASK). A number
// is never used again.
using InstanceId = std::uint32_t;

// A worker of a group, which runs one task at a time.
struct WorkerId {
    GroupId group = kNone;
    int number = -1;  // Within the group, from 0; -1: no worker.

    auto operator<=>(const WorkerId&) const = default;  // NOLINT(modernize-use-nullptr): the compiler writes it.
};

// How a task ended, and why.
struct Conclusion {
    Outcome outcome = Outcome::passed;
    Cause cause = Cause::completed;
    std::string reason;  // For people; empty for a plain pass.
};

// The result of one attempt. The scheduler decides by the conclusion; the remaining members are for the journal.
struct AttemptResult {
    Conclusion conclusion;
    double seconds = 0;
    std::optional<double> ended_at;  // When it ended, if the next task of its worker began then.
    std::optional<int> exit_code;    // Exactly one of exit_code and signal if the process ended.
    std::optional<int> signal;
    std::vector<std::string> leaked;  // Processes that it left behind: "name (pid n)".
    Output output;
    std::string services;  // As in TaskEnded.
    std::string stacks;    // As in TaskEnded.
    Failures failures;
    std::vector<std::pair<std::string, std::string>> properties;  // Recorded by the test.
};

enum class Force { terminate, kill };

// Set the instance up; answer with setup_ended.
struct SetUp {
    InstanceId instance;
};

// Tear the instance down: run its teardown command or stop its service, and then end its remaining processes. Answer
// with teardown_ended.
struct TearDown {
    InstanceId instance;
    bool with_command;  // False: no teardown command is run, because the set-up asked to be skipped.
    Force force;        // kill: no teardown command is run, and all processes are killed.
};

// End the set-up or teardown that is going on; its usual answer follows.
struct EndInstance {
    InstanceId instance;
    Force force;
};

// What kept a task from starting when it was its turn: a slot was free, and something else that it needs was not.
struct TaskWait {
    double since = 0;
    double until = 0;  // What it waited for was there. A slot may have been free only later.
    // In the order in which they were found: "lock <name>", "processors", "run_serial", "resources", "workers".
    std::vector<std::string> causes;
};
using TaskWaitPtr = std::shared_ptr<const TaskWait>;

// A shorter wait is not told.
inline constexpr double kShortestWait = 0.01;

// Start an attempt of the task in the worker, which is made first if there is none; answer with task_ended.
struct StartTask {
    TaskId task;
    int attempt;
    WorkerId worker;
    int slot;
    TaskRequestPtr request;
    AllocationPtr allocation = nullptr;  // Null: it has no RESOURCE_GROUPS.
    TaskWaitPtr wait = nullptr;          // Null: it did not wait for long.
};

// Hand the task to the worker, which runs another one. It begins when that has ended well, as task_ended() says, and is
// handed back otherwise.
struct HandNext {
    StartTask next;
    TaskId behind;  // The attempt that runs.
    int attempt;
};

// Ask the next task of the worker back. The answer is next_handed_back(), or task_ended() says that it has begun.
struct TakeBack {
    WorkerId worker;
};

// The next task of the worker has begun by itself.
struct NextBegan {
    StartTask start;
    double at;
};

// The running task has reached its time limit: look where its processes are. Answer with task_inspected(). EndTask
// follows then, or when the time for it is over.
struct InspectTask {
    WorkerId worker;
};

// End the running task with all its descendants; its usual answer follows.
struct EndTask {
    WorkerId worker;
    Force force;
    int signal = 0;  // Sent if `force` is terminate; 0: SIGTERM.
};

// The supervisor has not answered to a kill: kill the supervisor. The answer is that it died.
struct AbandonWorker {
    WorkerId worker;
};
struct AbandonInstance {
    InstanceId instance;
};

// The worker gets no more tasks.
struct CloseWorker {
    WorkerId worker;
};

// Decisions, to be written down.

struct ConcludeSetup {
    InstanceId instance;
    SetupOutcome outcome;
    std::string reason;
};

// The answer to Scheduler::hold(): the fixture is up, or it is not and will not be.
struct ConcludeHold {
    FixtureId fixture;
    SetupOutcome outcome;
    std::string reason;
};

struct ConcludeTeardown {
    InstanceId instance;
    bool passed;
    std::string reason;
};

struct ConcludeTask {
    TaskId task = kNone;
    int attempt = 0;  // 0: it never started.
    WorkerId worker;
    int slot = -1;
    AllocationPtr allocation;  // As in StartTask.
    AttemptResult result;
    bool final = true;   // False: another attempt follows.
    bool flaky = false;  // It passed after an attempt that did not; with Cause::flaky that is a failure.
    bool slow = false;   // It ran for longer than the limit of --slow.
};

struct MarkSlow {
    TaskId task;
    double seconds;
};

// The failure that max_fail allows no more after; given once.
struct StopOnFailure {
    int running;
};

using Action = std::variant<SetUp, TearDown, EndInstance, StartTask, HandNext, TakeBack, NextBegan, InspectTask,
                            EndTask, AbandonWorker, AbandonInstance, CloseWorker, ConcludeSetup, ConcludeHold,
                            ConcludeTeardown, ConcludeTask, MarkSlow, StopOnFailure>;

}  // namespace pf

#endif
