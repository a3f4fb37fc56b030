// What a journal says about a run. Every report is a function of the record and the journal.
//
// Each line is decoded once, when the record is built. What only some reports need (commands, output, failed
// assertions) is kept beside the record, up to 128 MiB. What does not fit has only its place, so that the memory does
// not grow with output. RecordLines (record_lines.h) gives both to the reports.
//
// Several processes may have written the journal: the tests of one ctest run. The part of each is called a segment. If
// a later segment declares a task again, only that segment's results of the task count.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/journal/journal_reader.h"

namespace pf {

// The part of one process in the run.
struct SegmentRecord {
    std::int64_t pid = 0;
    RunStarted started;
    std::optional<RunEnded> ended;         // Nothing: the process was killed, or has not ended yet.
    std::optional<std::uint64_t> planned;  // Number of tasks that plan_ended announces.
    std::string stopping;                  // Why no more tasks were started. Empty: all were started.
    double last_at = 0;                    // The latest time of its events, in seconds since its start.
    std::uint64_t declared = 0;            // Tasks that were declared before plan_ended.
    std::uint64_t tasks = 0;               // Tasks that no later segment declared again.
    std::uint64_t taken_over = 0;          // Tasks that a later segment declared again.
    bool teardown_lost = false;            // A teardown has failed on a node that was lost.

    // The part of a merged run, for people: "shard 2/8 on host"; otherwise the process.
    [[nodiscard]] std::string name() const;

    // Returns whether later segments ran all of its tasks again, so that none of its results counts. What a node that
    // was lost has not torn down may still be there, so such a teardown makes the segment count.
    [[nodiscard]] bool superseded() const { return tasks == 0 && taken_over > 0 && !teardown_lost; }
};

// One set-up of a fixture and the teardown that followed.
struct InstanceRecord {
    std::string name;  // "postgres", "schema[worker 1]".
    std::uint32_t fixture = 0;
    std::uint32_t segment = 0;
    Outcome setup = Outcome::crashed;  // crashed: the journal has no end of it. not_run: it was interrupted.
    double setup_started_at = 0;       // In seconds since the start of its segment.
    double setup_at = 0;               // When the set-up ended, in seconds since the start of its segment.
    double setup_seconds = 0;
    bool kept = false;  // The instance was already up, from an earlier run.
    std::string setup_reason;
    Span setup_line;  // The line setup_ended.
    bool died = false;
    double died_at = 0;
    std::string died_reason;
    Span died_line;                   // The line fixture_died.
    std::optional<Outcome> teardown;  // Nothing: there was none. crashed: the journal has no end of it.
    bool teardown_begun = false;      // False for a teardown that could not be started.
    double teardown_at = 0;           // When the teardown ended; when it began, if the journal has no end of it.
    double teardown_seconds = 0;
    std::string teardown_reason;
    Span teardown_line;  // The line teardown_ended.
};

struct FixtureRecord {
    std::string name;
    std::string kind;
    std::string scope;
    std::vector<std::string> parents;
    std::string source;
    // The worst outcome of its set-ups, deaths and teardowns, without those of superseded segments. not_run: the
    // fixture was never set up.
    Outcome outcome = Outcome::not_run;
    std::string reason;
    // These numbers and times are sums over all segments.
    std::uint64_t setups = 0;  // Set-ups that began.
    std::uint64_t kept = 0;    // Instances that were already up.
    double setup_seconds = 0;
    std::uint64_t teardowns = 0;
    double teardown_seconds = 0;
};

// An attempt after which another one followed, or was to follow.
struct EarlierAttempt {
    int number = 0;
    Outcome outcome = Outcome::not_run;
    double ended_at = 0;  // In seconds since the start of its segment.
    double seconds = 0;
    int slot = -1;
    Span line;  // The line task_ended.
};

inline constexpr std::uint32_t kNoIndex = UINT32_MAX;

struct TaskRecord {
    std::string id;
    std::uint32_t group = 0;
    std::uint32_t segment = 0;
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::unreported;
    bool reported = false;  // False: the journal has no final result of the task.
    bool handed = false;    // A worker that ran another task was handed this one, and the journal has no start of it.
    bool running = false;   // An attempt has begun, and the journal has no end of it.
    bool flaky = false;
    bool slow = false;
    bool ahead = false;  // It began before its CTest test asked for it, so the time that ctest shows is not its own.
    int attempts = 0;    // Attempts that started, with those before.
    int before = 0;      // Attempts in earlier runs of a merged journal.
    int worker = -1;     // Worker of the last attempt. -1: the task never started.
    int slot = -1;
    std::optional<int> exit_code;
    std::optional<int> signal;
    double started_at = 0;  // When the last attempt started, in seconds since the start of its segment.
    double seconds = 0;     // Duration of the last attempt that ended.
    double ended_at = 0;    // In seconds since the start of its segment.
    std::string reason;
    std::vector<std::string> leaked;  // Processes that all attempts left behind.
    std::uint32_t labels = 0;         // Of RunRecord::labels.
    std::uint32_t source = 0;         // Of RunRecord::sources.
    std::uint32_t required = 0;       // Of RunRecord::required.
    int processors = 1;
    Span declared_line;
    Span ended_line;                            // The final task_ended. None: not reported.
    std::vector<EarlierAttempt> earlier;        // The attempts before, in order, also those of earlier runs.
    std::uint32_t kept_declaration = kNoIndex;  // Of RunRecord::declarations.
    std::uint32_t kept_end = kNoIndex;          // Of RunRecord::ends.
    bool end_says_more = false;                 // The final task_ended has something that this record does not have.

    [[nodiscard]] bool did_leak() const { return !leaked.empty(); }
};

// A wait that the start of an attempt tells.
struct WaitRecord {
    std::uint32_t task = 0;
    std::uint32_t segment = 0;
    int attempt = 1;
    double since = 0;  // In seconds since the start of its segment.
    double seconds = 0;
    std::uint32_t causes = 0;  // Of RunRecord::wait_causes.
    Span line;                 // The line task_started.
};

struct Counts {
    std::uint64_t declared = 0;
    std::array<std::uint64_t, 6> outcomes{};  // By Outcome. Their sum is `declared`.
    std::uint64_t flaky = 0;
    std::uint64_t leaked = 0;
    std::uint64_t slow = 0;
    std::uint64_t unreported = 0;  // Tasks among crashed and not_run that the journal has no result of.

    [[nodiscard]] std::uint64_t of(Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
};

struct RunRecord {
    std::string journal_path;
    std::vector<SegmentRecord> segments;  // In order of their start. Empty: the journal is empty.
    std::vector<FixtureRecord> fixtures;  // In order of declaration, each once.
    std::vector<InstanceRecord> instances;
    std::vector<std::string> groups;               // In order of their first task.
    std::vector<std::vector<std::string>> labels;  // Each list of labels that occurs. The first one is empty.
    std::vector<std::string> sources;              // Each "file:line" that occurs. The first one is empty.
    // Each list of fixtures that a task requires as its innermost, by name. The first one is empty.
    std::vector<std::vector<std::string>> required;
    std::vector<WaitRecord> waits;                      // In order of the starts that tell them.
    std::vector<std::vector<std::string>> wait_causes;  // Each list of causes that occurs, as TaskStarted has it.
    std::deque<TaskRecord> tasks;                       // In order of declaration.
    std::deque<TaskDeclared> declarations;              // Without what the record of the task has.
    std::deque<TaskEnded> ends;
    Counts counts;
    std::map<std::string, std::string> stacks;  // By the id of a task that crashed: TaskStacks of its last attempt.
    std::vector<FinishEnded> finishes;          // The commands that ran once after the run, without their output.
    // What the journal lacks or has wrong, for people. Empty: it is complete.
    std::vector<std::string> problems;

    // Returns the start of the first segment, or a default one if there is no segment.
    [[nodiscard]] const RunStarted& run() const;

    // Returns the task's id without its group, or the id if that does not begin with the group.
    [[nodiscard]] std::string_view name(const TaskRecord& task) const;

    // Return times in seconds since the Unix epoch. For an instance, this is when its set-up ended.
    [[nodiscard]] double started() const;
    [[nodiscard]] double ended() const;
    [[nodiscard]] double ended_at(const TaskRecord& task) const;
    [[nodiscard]] double ended_at(const InstanceRecord& instance) const;

    // Returns the exit code of the run: of the codes of all segments that are not superseded, the first in the order of
    // docs/results.md. Returns nothing if such a segment has no end.
    [[nodiscard]] std::optional<int> exit_code() const;
};

// Returns the one of two exit codes that the order of docs/results.md puts first.
int first_exit_code(int a, int b);

// How many bytes of lines a record keeps beside itself.
inline constexpr std::size_t kMostKept = 128U << 20U;

// Reads a journal. The errors are those of read_journal().
Result<RunRecord> build_run_record(const std::string& journal_path, std::size_t most_kept = kMostKept);
// Reads a journal as if `ended`, which the process `segment` has not written yet, were its last line.
Result<RunRecord> build_run_record(const std::string& journal_path, std::int64_t segment, const RunEnded& ended);

}  // namespace pf

#endif
