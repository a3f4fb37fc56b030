// What a journal says about a run, in memory that does not grow with output: whatever is long is left in the journal
// and only its place kept. Every report is a function of this and of the journal.
//
// Several processes may have written the journal (the tests of one ctest run). A task that a later segment declares
// again starts afresh there: only that segment's word about it counts.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_RECORD_H

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/journal/journal_reader.h"

namespace pf {

// One process's part of the run.
struct SegmentRecord {
    std::int64_t pid = 0;
    RunStarted started;
    std::optional<RunEnded> ended;         // Nothing: it was killed, or is at work still.
    std::optional<std::uint64_t> planned;  // Tasks, by plan_ended.
    std::string stopping;                  // Why no more tasks were started; empty: all were.
    double last_at = 0;                    // The latest time it speaks of.
    std::uint64_t declared = 0;            // Tasks declared before plan_ended.
    std::uint64_t tasks = 0;               // Tasks that are still its own.
    std::uint64_t taken_over = 0;          // Tasks that a later segment declared again.

    // All of its tasks were run again by later segments: its verdicts count for nothing any more.
    [[nodiscard]] bool superseded() const { return tasks == 0 && taken_over > 0; }
};

// One set-up of a fixture and the teardown that followed.
struct InstanceRecord {
    std::string name;  // "postgres", "schema[worker 1]".
    std::uint32_t fixture = 0;
    std::uint32_t segment = 0;
    Outcome setup = Outcome::crashed;  // Until its end is told. not_run: interrupted.
    double setup_started_at = 0;       // Seconds since its segment's start, like all times of an instance.
    double setup_at = 0;               // When it ended.
    double setup_seconds = 0;
    bool kept = false;  // It stood already, from an earlier run.
    std::string setup_reason;
    Span setup_line;  // setup_ended.
    bool died = false;
    double died_at = 0;
    std::string died_reason;
    Span died_line;                   // fixture_died.
    std::optional<Outcome> teardown;  // Nothing: there was none. crashed: its end was never told.
    bool teardown_begun = false;      // False with a teardown that failed: it could not run.
    double teardown_at = 0;           // When it ended; when it began, if its end was never told.
    double teardown_seconds = 0;
    std::string teardown_reason;
    Span teardown_line;  // teardown_ended.
};

struct FixtureRecord {
    std::string name;
    std::string kind;
    std::string scope;
    std::string parent;
    std::string source;
    // The worst of its set-ups, deaths and teardowns, but for those of superseded segments; not_run: never set up.
    Outcome outcome = Outcome::not_run;
    std::string reason;
    std::uint64_t setups = 0;  // Begun, in all segments, and so on; without those that stood already.
    std::uint64_t kept = 0;    // These.
    double setup_seconds = 0;
    std::uint64_t teardowns = 0;
    double teardown_seconds = 0;
};

struct TaskRecord {
    std::string id;
    std::uint32_t group = 0;
    std::uint32_t segment = 0;
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::unreported;
    bool reported = false;  // False: the journal ends, or its process died, before the task's result.
    bool running = false;   // An attempt was begun and its end not told.
    bool flaky = false;
    bool slow = false;
    bool ahead = false;  // It began before its ctest test asked for it: ctest's own time of the test is not its time.
    int attempts = 0;    // Started.
    int worker = -1;     // Of the last attempt; -1: it never started.
    int slot = -1;
    std::optional<int> exit_code;
    std::optional<int> signal;
    double started_at = 0;  // When the last attempt started, in seconds since its segment's start.
    double seconds = 0;     // Of the last attempt that ended.
    double ended_at = 0;    // Seconds since its segment's start.
    std::string reason;
    std::vector<std::string> leaked;  // Over all attempts.
    Span declared_line;
    Span ended_line;                  // The final one; none: not reported.
    std::vector<Span> earlier_lines;  // The attempts before, in order.

    [[nodiscard]] bool did_leak() const { return !leaked.empty(); }
};

struct Counts {
    std::uint64_t declared = 0;
    std::array<std::uint64_t, 6> outcomes{};  // By Outcome; their sum is `declared`.
    std::uint64_t flaky = 0;
    std::uint64_t leaked = 0;
    std::uint64_t slow = 0;
    std::uint64_t unreported = 0;  // Among crashed and not_run.

    [[nodiscard]] std::uint64_t of(Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
};

struct RunRecord {
    std::string journal_path;
    std::vector<SegmentRecord> segments;  // In order of their start; empty: the journal says nothing.
    std::vector<FixtureRecord> fixtures;  // In order of declaration, each once.
    std::vector<InstanceRecord> instances;
    std::vector<std::string> groups;  // In order of their first task.
    std::deque<TaskRecord> tasks;     // In order of declaration.
    Counts counts;
    // What is missing in the journal or wrong with it, for people. Empty: it is complete.
    std::vector<std::string> problems;

    // The first segment's; a default one where there is none.
    [[nodiscard]] const RunStarted& run() const;

    // The task's name without its group.
    [[nodiscard]] std::string_view name(const TaskRecord& task) const;

    // Seconds since the epoch.
    [[nodiscard]] double started() const;
    [[nodiscard]] double ended() const;
    [[nodiscard]] double ended_at(const TaskRecord& task) const;
    [[nodiscard]] double ended_at(const InstanceRecord& instance) const;

    // The exit code of the run: of the segments that are not superseded, by the order of precedence of docs/results.md.
    // Nothing: one of them did not say.
    [[nodiscard]] std::optional<int> exit_code() const;
};

// Reads a journal once. Errors: those of read_journal.
Result<RunRecord> build_run_record(const std::string& journal_path);
// The same as it is when the process `segment` has ended as `ended` says, which is not in the journal yet.
Result<RunRecord> build_run_record(const std::string& journal_path, std::int64_t segment, const RunEnded& ended);

}  // namespace pf

#endif
