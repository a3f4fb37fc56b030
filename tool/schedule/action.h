// What the scheduler wants done, and what it has decided.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_ACTION_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_ACTION_H

#include <string>
#include <variant>
#include <vector>

#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/schedule/task_request.h"

namespace pf {

// One set-up of a fixture: the only one (RUN), a worker's (WORKER) or an attempt's (TASK). Numbers are not used again.
using InstanceId = std::uint32_t;

enum class Force { politely, kill };

// Set the instance up; answer with setup_ended.
struct SetUp {
    InstanceId instance;
};

// Run its teardown (or stop the service), then end what is left of it; answer with teardown_ended.
struct TearDown {
    InstanceId instance;
    bool with_command;  // False: its set-up never completed a round that wants one; only clean up.
    Force force;        // kill: no teardown command, everything is killed.
};

// End the set-up or teardown that is going on; its answer comes as usual.
struct EndInstance {
    InstanceId instance;
    Force force;
};

// Start the task's attempt in the worker (making that first where there is none); answer with task_ended.
struct StartTask {
    TaskId task;
    int attempt;
    GroupId group;
    int worker;
    int slot;
    TaskRequestPtr request;
};

// End the running task's whole tree; its answer comes as usual.
struct EndTask {
    GroupId group;
    int worker;
    Force force;
    int signal = 0;  // Sent if `force` is politely; 0: SIGTERM.
};

// The supervising process did not answer even to a kill: kill itself; the answers come as if it had died.
struct AbandonWorker {
    GroupId group;
    int worker;
};
struct AbandonInstance {
    InstanceId instance;
};

// The worker will get no more tasks.
struct CloseWorker {
    GroupId group;
    int worker;
};

// Decisions, to be written down.

struct ConcludeSetup {
    InstanceId instance;
    SetupOutcome outcome;
    std::string reason;
};

// What Scheduler::hold() came to: the fixture stands, or does not and will not.
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
    TaskId task;
    int attempt;  // 0: it never started.
    GroupId group;
    int worker;
    int slot;
    double seconds;
    Outcome outcome;
    Cause cause;
    std::string reason;
    bool final;
    bool flaky;
    bool slow;
};

struct MarkSlow {
    TaskId task;
    double seconds;
};

// --stop-on-failure has struck; said once.
struct StopOnFailure {
    int running;
};

using Action =
    std::variant<SetUp, TearDown, EndInstance, StartTask, EndTask, AbandonWorker, AbandonInstance, CloseWorker,
                 ConcludeSetup, ConcludeHold, ConcludeTeardown, ConcludeTask, MarkSlow, StopOnFailure>;

}  // namespace pf

#endif
