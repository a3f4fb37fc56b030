// Everything that can happen in a run, as one stream of values. The journal is this stream as JSON lines, and the
// terminal and every report are functions of it. docs/design/journal.md describes each line.
//
// Times ("at") are seconds since the start of the run, on a monotonic clock that stands still while the run is stopped
// (Ctrl-Z). Durations are in seconds as well.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_EVENT_EVENT_H
#define PARALLEL_FIXTURES_TOOL_EVENT_EVENT_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tool/event/cause.h"

namespace pf {

enum class Outcome { passed, failed, timeout, crashed, skipped, not_run };

// Returns whether nothing went wrong.
inline bool is_good(Outcome outcome) { return outcome == Outcome::passed || outcome == Outcome::skipped; }

enum class SetupOutcome { passed, failed, timeout, skipped, interrupted };

// The output of a task or a fixture, in raw bytes.
struct Output {
    std::string text;         // All of the output, or its beginning and its end with a note between them.
    std::uint64_t bytes = 0;  // Size of what was printed. More than text.size() if `cut`.
    bool cut = false;
    std::string file;  // File with more of the output, relative to the run's directory. Empty: there is none.
};

struct RunStarted {
    std::string run_id;
    std::string version;
    double started = 0;  // In seconds since the Unix epoch.
    std::vector<std::string> command;
    std::string build_dir;
    std::string source_dir;  // Empty: unknown.
    std::string config;
    std::string hostname;
    int jobs = 1;
    std::uint64_t seed = 0;
    bool shuffled = false;
    bool flaky_fails = false;  // --flaky-result fail.
    // The run is part `shard` of `shards`; 0: it is not divided. Runs with the same digest belong together: it depends
    // on the selected tasks and on how they are divided (tool/shard/partition.h). Empty: the tasks were not known when
    // the run began.
    std::uint32_t shard = 0;
    std::uint32_t shards = 0;
    std::string digest;
};

// Tasks of one group that belong to another shard of the same division. Comes for all of them, before plan_ended.
struct ShardDeclared {
    std::uint32_t shard = 0;
    std::string group;
    std::vector<std::string> tasks;  // Their ids.
};

struct FixtureDeclared {
    std::string name;
    std::string kind;                  // command, service, linked
    std::string scope;                 // run, worker, task
    std::vector<std::string> parents;  // Names of the fixtures that this one requires.
    std::string source;
};

struct TaskDeclared {
    std::string id;
    std::string group;
    std::string name;
    std::vector<std::string> command;
    std::vector<std::string> labels;
    std::vector<std::string> environment;  // KEY=VALUE as declared: the group's, then the task's.
    std::string working_directory;
    std::string source;                 // "file:line". Empty: unknown.
    std::vector<std::string> fixtures;  // Names of the innermost fixtures that the task requires.
    std::string generated_by;           // Id of the generator task. Empty: the task is declared in CMake.
    int processors = 1;
    double timeout = 0;  // 0: no limit.
};

// Follows the declarations of all tasks that are known when the run begins. Generators may add more later.
struct PlanEnded {
    std::uint64_t tasks = 0;
};

struct SetupStarted {
    double at = 0;
    std::string fixture;
    std::string instance;  // "postgres", "schema[worker 1]", "dir[inserts]". Unique while the instance is up.
};

struct SetupEnded {
    double at = 0;
    std::string fixture;
    std::string instance;
    double seconds = 0;
    SetupOutcome outcome = SetupOutcome::passed;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> variables;  // Passed to the tasks that require the fixture.
    bool kept = false;                                           // It was already up, from an earlier run (LINGER).
    Output output;
    std::optional<int> exit_code;  // Exit code of its command, if that decided the outcome.
    std::optional<int> signal;     // Signal that killed its command.
};

// A service or a linked fixture died after it was ready, and the tasks that require it end. Comes once an instance.
struct FixtureDied {
    double at = 0;
    std::string fixture;
    std::string instance;
    std::string reason;
    Output output;  // The last lines that it printed.
};

struct TeardownStarted {
    double at = 0;
    std::string fixture;
    std::string instance;
};

struct TeardownEnded {
    double at = 0;
    std::string fixture;
    std::string instance;
    double seconds = 0;
    bool passed = true;
    std::string reason;
    std::vector<std::string> leaked;  // Processes that outlived the teardown and were killed: "name (pid n)".
    Output output;
    std::optional<int> exit_code;  // As in SetupEnded.
    std::optional<int> signal;
    bool node_lost = false;  // It failed on a node that was lost, and counts although other runs have all of its tasks.
};

struct TaskStarted {
    double at = 0;
    std::string id;
    int attempt = 1;
    int worker = 0;      // Number of the worker in its group.
    int slot = 0;        // The lowest number that no other running task has: its row in a time line.
    bool ahead = false;  // The task runs ahead: no CTest test has asked for it yet.
    // The time for which a slot was free in its turn and something else that it needs was not, and what that was:
    // "lock <name>", "processors", "run_serial", "resources", "workers". Empty: it did not wait so, or for less than
    // 0.01 s.
    double waited_since = 0;
    double waited = 0;
    std::vector<std::string> waited_for;
};

// The task was handed to a worker that runs another one, and begins there by itself or is handed back. TaskStarted
// follows once it is known to have begun.
struct TaskHanded {
    double at = 0;
    std::string id;
    int attempt = 1;
    int worker = 0;
};

// The task has run for longer than the limit of --slow. Comes once an attempt.
struct TaskSlow {
    double at = 0;
    std::string id;
    double seconds = 0;
};

// A failed assertion, as the framework of a linked program reports it.
struct AssertionFailure {
    std::string file;  // Empty: unknown.
    int line = 0;
    std::string message;

    bool operator==(const AssertionFailure&) const = default;
};
using Failures = std::vector<AssertionFailure>;

struct TaskEnded {
    double at = 0;
    std::string id;
    int attempt = 0;  // 0: the task never started.
    int worker = -1;  // -1: the task never started.
    int slot = -1;
    double seconds = 0;
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::completed;  // For machines.
    std::string reason;              // The same for people. Empty for a plain pass.
    std::optional<int> exit_code;    // A process that ended has either an exit code or a signal.
    std::optional<int> signal;
    bool final = true;   // False: another attempt follows.
    bool flaky = false;  // The attempt passed, and an earlier one did not. With Cause::flaky the task has failed.
    bool slow = false;
    std::vector<std::string> leaked;     // Processes that the task left behind and that were killed: "name (pid n)".
    std::vector<std::string> resources;  // The variables CTEST_RESOURCE_GROUP_* of what was allocated to it.
    std::string kept_dir;                // Its PARALLEL_FIXTURES_TMPDIR, if that was kept because the task failed.
    Output output;
    std::string services;  // If it failed: what the services below it printed meanwhile, the last lines of each.
    std::string stacks;    // Where its processes were when it timed out or crashed: a debugger's backtraces.
    Failures failures;
    std::vector<std::pair<std::string, std::string>> properties;  // Recorded by the test (RecordProperty).
};

// Where the threads of a task were when it crashed: the backtraces in its core file. Follows its TaskEnded.
struct TaskStacks {
    double at = 0;
    std::string id;
    int attempt = 1;
    std::string stacks;
};

enum class MessageLevel { note, warning, error };

struct Message {
    double at = 0;
    MessageLevel level = MessageLevel::note;
    std::string text;
};

// No more tasks are started, because of a signal or --stop-on-failure.
struct Stopping {
    double at = 0;
    std::string reason;
    int running = 0;
    bool at_once = false;  // A second signal arrived, and everything is killed.
};

struct RunEnded {
    double at = 0;
    int exit_code = 0;
    double setup_seconds = 0;        // Time that the set-ups took.
    double setup_seconds_saved = 0;  // Time that one chain of set-ups for each task would have taken in addition.
    std::uint64_t setups = 0;        // Set-ups that ran.
    std::uint64_t setups_one_per_task = 0;  // Set-ups that one chain for each task would have run.
};

// A command that runs once after the run (parallel_fixtures_on_finish, --on-finish) has ended. Follows RunEnded.
struct FinishEnded {
    double at = 0;
    std::vector<std::string> command;
    double seconds = 0;
    bool passed = true;
    bool required = false;  // Its failure fails the run.
    std::string reason;     // Why it did not pass.
    std::optional<int> exit_code;
    std::optional<int> signal;
    std::vector<std::string> leaked;  // Processes that it left behind and that were killed: "name (pid n)".
    Output output;
};

using Event = std::variant<RunStarted, ShardDeclared, FixtureDeclared, TaskDeclared, PlanEnded, SetupStarted,
                           SetupEnded, FixtureDied, TeardownStarted, TeardownEnded, TaskHanded, TaskStarted, TaskSlow,
                           TaskEnded, TaskStacks, Message, Stopping, RunEnded, FinishEnded>;

// Receives the events of a run in their order. A run has several sinks.
class EventSink {
public:
    EventSink() = default;
    EventSink(const EventSink&) = delete;
    EventSink& operator=(const EventSink&) = delete;
    virtual ~EventSink() = default;

    // Must not block for long, because the session waits meanwhile.
    virtual void handle(const Event& event) = 0;
};

// The words that all files use: "not_run", "timeout". The words of causes are in cause.h.
const char* to_text(Outcome outcome);
const char* to_text(SetupOutcome outcome);
const char* to_text(MessageLevel level);
std::optional<Outcome> outcome_from(const std::string& text);
std::optional<SetupOutcome> setup_outcome_from(const std::string& text);
std::optional<MessageLevel> message_level_from(const std::string& text);

}  // namespace pf

#endif
