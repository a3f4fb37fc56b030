// What earlier runs of this build tree teach the next one: who failed, how long things take.
//
// The file <build>/Testing/ParallelFixtures/history is a cache that may be deleted at any time. It is text, because a
// run loads it before its first task and 100,000 lines of JSON take several times as long:
//     parallel-fixtures-history 1
//     task <runs> <mean seconds> <1: failed last> <id> <generator's id>
//     fixture <runs> <mean set-up seconds> <name>
// with tabs between the fields; tab, newline and backslash in a field are \t, \n and \\.
//
// THREADS: none; processes may save at the same time.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_HISTORY_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_HISTORY_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// A mean that follows changes: the last ten or so values count.
struct Mean {
    double seconds = 0;
    std::uint32_t count = 0;  // 0: nothing is known.

    void add(double value);
};

struct TaskHistory {
    Mean time;              // Of attempts that ran to their end: passed, or failed by themselves.
    bool failed = false;    // At the end of its last run, for whatever reason but being interrupted or held back.
    std::string generator;  // Id of the generator task that printed it; empty: declared in CMake.
};

struct FixtureHistory {
    Mean setup;  // Of set-ups that passed.
};

class History {
public:
    // Never fails: without a readable file nothing is known, and warning() says why.
    static History load(const std::string& build_dir);

    [[nodiscard]] const std::string& warning() const { return warning_; }

    // Null: nothing is known.
    [[nodiscard]] const TaskHistory* task(std::string_view id) const;
    [[nodiscard]] const FixtureHistory* fixture(std::string_view name) const;

    [[nodiscard]] const TextMap<TaskHistory>& tasks() const { return tasks_; }

private:
    friend class HistoryRecorder;

    bool parse(std::string_view content);
    bool parse_line(std::string_view line);
    [[nodiscard]] std::string text() const;

    TextMap<TaskHistory> tasks_;
    TextMap<FixtureHistory> fixtures_;
    std::string warning_;
};

// Learns from a run.
class HistoryRecorder : public EventSink {
public:
    void handle(const Event& event) override;

    // Adds what was recorded to what the file says by now; everything else in it stays. Call once, at the end.
    Status save(const std::string& build_dir);

private:
    struct Recorded {
        double seconds = 0;
        std::uint32_t attempts = 0;
        bool ended = false;
        bool keeps_verdict = false;  // Interrupted or held back: nothing was recorded of it.
        bool failed = false;
        std::string generator;
    };

    void learn(const TaskEnded& ended);
    void merge_into(History& history) const;

    TextMap<Recorded> tasks_;
    TextMap<Recorded> fixtures_;
};

}  // namespace pf

#endif
