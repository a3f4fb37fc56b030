// Everything that can happen in a run, as one closed stream. The journal is this stream as JSON lines; the terminal and
// every report are functions of it. docs/design/journal.md says what each line looks like.
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

namespace pf {

enum class Outcome { passed, failed, timeout, crashed, skipped, not_run };

// Why an outcome is what it is, for machines; TaskEnded::reason says it for people.
enum class Cause {
    completed,           // The exit status decided.
    regex,               // PASS_ or FAIL_REGULAR_EXPRESSION decided.
    will_fail,           // WILL_FAIL turned the verdict round.
    signal,              // Ended by a signal of its own.
    timeout,             //
    skip_code,           // SKIP_RETURN_CODE.
    skip_regex,          // SKIP_REGULAR_EXPRESSION.
    disabled,            //
    missing_executable,  // As CTest's "Unable to find executable".
    failed_to_start,     // As CTest's BAD_COMMAND.
    required_files,      // As CTest's "Required Files Missing".
    fixture_failed,      // A set-up below it failed.
    fixture_skipped,     // A set-up below it asked to be skipped.
    service_died,        // A service below it died.
    worker_died,         // Its supervising process was killed.
    stopped,             // It stopped itself (SIGSTOP) and nobody continued it.
    interrupted,         // Ctrl-C and its relatives.
    stop_on_failure,     // Never started: --stop-on-failure.
    generator,           // A generator printed something that is not a task.
    output_cut,          // A regular expression could not be held against all of the output.
    framework,           // The framework of its program said so.
    no_result,           // Its program ended without a result, or other than its framework said.
    fixture_died,        // The process of a linked fixture below it died.
    unit_ended,          // An earlier task of its unit crashed or timed out in the process that all of them share.
    discovery,           // The cases of a test program could not be listed, or this one not be run by itself.
    test_killed,         // Its test of ctest was killed after the task had ended well.
    unreported,          // Nothing was ever said of it.
};

enum class SetupOutcome { passed, failed, timeout, skipped, interrupted };

// Output as kept: all of it, or its beginning and end with the cut stated in between. Raw bytes.
struct Output {
    std::string text;
    std::uint64_t bytes = 0;  // As printed; more than text.size() when cut.
    bool cut = false;
    std::string file;  // With more of it, relative to the run's directory; empty: none.
};

// Times are seconds since the run's start on a monotonic clock that stands still while the run is stopped (Ctrl-Z).

struct RunStarted {
    std::string run_id;
    std::string version;
    double started = 0;  // Seconds since the epoch.
    std::vector<std::string> command;
    std::string build_dir;
    std::string config;
    std::string hostname;
    int jobs = 1;
    std::uint64_t seed = 0;
    bool shuffled = false;
};

struct FixtureDeclared {
    std::string name;
    std::string kind;   // command, service, linked
    std::string scope;  // run, worker, task
    std::string parent;
    std::string source;
};

struct TaskDeclared {
    std::string id;
    std::string group;
    std::string name;
    std::vector<std::string> command;
    std::vector<std::string> labels;
    std::vector<std::string> environment;  // KEY=VALUE as declared, group then task.
    std::string working_directory;
    std::string source;        // "file:line"; empty: unknown.
    std::string fixture;       // Innermost; empty: none.
    std::string generated_by;  // Id of the generator task; empty: declared in CMake.
    int processors = 1;
    double timeout = 0;  // 0: none.
};

// Every task that was known when the run began has been declared.
struct PlanEnded {
    std::uint64_t tasks = 0;
};

struct SetupStarted {
    double at = 0;
    std::string fixture;
    std::string instance;  // "postgres", "schema[worker 1]", "dir[inserts]": unique while it is up.
};

struct SetupEnded {
    double at = 0;
    std::string fixture;
    std::string instance;
    double seconds = 0;
    SetupOutcome outcome = SetupOutcome::passed;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> variables;  // Handed down.
    bool kept = false;                                           // It stood already, from an earlier run (LINGER).
    Output output;
    std::optional<int> exit_code;  // Of its command, if that decided the outcome.
    std::optional<int> signal;     // That its command was killed by.
};

// A service died after it was ready: its tasks are ended with this cause. Said once.
struct FixtureDied {
    double at = 0;
    std::string fixture;
    std::string instance;
    std::string reason;
    Output output;  // Its last lines.
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
    std::vector<std::string> leaked;  // What was still there afterwards and was killed: "name (pid n)".
    Output output;
    std::optional<int> exit_code;  // As of SetupEnded.
    std::optional<int> signal;
};

struct TaskStarted {
    double at = 0;
    std::string id;
    int attempt = 1;
    int worker = 0;  // Within its group.
    int slot = 0;    // Lowest free number over the whole run: a row in a time line.
    std::int64_t pid = 0;
    bool ahead = false;  // No test of ctest has asked for it yet.
};

// It has run for longer than the slow mark; said once an attempt.
struct TaskSlow {
    double at = 0;
    std::string id;
    double seconds = 0;
};

// A failed assertion, as the framework of a linked program tells it.
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
    int attempt = 0;  // 0: it never started.
    int worker = -1;  // -1: it never started.
    int slot = -1;
    double seconds = 0;
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::completed;
    std::string reason;            // Empty for a plain pass.
    std::optional<int> exit_code;  // Exactly one of exit_code and signal when the process ended.
    std::optional<int> signal;
    bool final = true;   // False: another attempt follows.
    bool flaky = false;  // Passed, after an attempt that did not.
    bool slow = false;
    std::vector<std::string> leaked;  // "name (pid n)".
    std::string kept_dir;             // Its PARALLEL_FIXTURES_TMPDIR, kept because it failed; empty: gone.
    Output output;
    Failures failures;
    std::vector<std::pair<std::string, std::string>> properties;  // Recorded by the test.
};

enum class MessageLevel { note, warning, error };

struct Message {
    double at = 0;
    MessageLevel level = MessageLevel::note;
    std::string text;
};

// No more tasks start: a signal, or --stop-on-failure.
struct Stopping {
    double at = 0;
    std::string reason;
    int running = 0;
    bool at_once = false;  // A second signal: everything is killed.
};

struct RunEnded {
    double at = 0;
    int exit_code = 0;
    double setup_seconds = 0;        // Spent in set-ups.
    double setup_seconds_saved = 0;  // Against one chain of set-ups per task.
    std::uint64_t setups = 0;        // Those that ran.
    std::uint64_t setups_one_per_task = 0;
};

using Event =
    std::variant<RunStarted, FixtureDeclared, TaskDeclared, PlanEnded, SetupStarted, SetupEnded, FixtureDied,
                 TeardownStarted, TeardownEnded, TaskStarted, TaskSlow, TaskEnded, Message, Stopping, RunEnded>;

// One stream, many sinks.
class EventSink {
public:
    EventSink() = default;
    EventSink(const EventSink&) = delete;
    EventSink& operator=(const EventSink&) = delete;
    virtual ~EventSink() = default;

    // Must not block for long: the session waits meanwhile.
    virtual void handle(const Event& event) = 0;
};

// The words used in every file: "not_run", "missing_executable", "timeout".
const char* to_text(Outcome outcome);
const char* to_text(Cause cause);
const char* to_text(SetupOutcome outcome);
const char* to_text(MessageLevel level);
std::optional<Outcome> outcome_from(const std::string& text);
std::optional<Cause> cause_from(const std::string& text);
std::optional<SetupOutcome> setup_outcome_from(const std::string& text);
std::optional<MessageLevel> message_level_from(const std::string& text);

}  // namespace pf

#endif
