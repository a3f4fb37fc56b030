// What is known from earlier runs in a build tree: which tasks failed, and how long tasks and set-ups take.
//
// The file <build>/Testing/ParallelFixtures/history is a cache that may be deleted at any time:
//     parallel-fixtures-history 1
//     task <runs> <mean seconds> <1 if it failed last, else 0> <id> <generator's id>
//     fixture <runs> <mean set-up seconds> <name>
// Tabs separate the fields, and tab, newline and backslash in a field are written \t, \n and \\. The file is not JSON,
// because a run loads it before its first task and 100,000 lines of JSON take several times as long to read.
//
// THREADS: not shared. Several processes may save at the same time.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_HISTORY_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_HISTORY_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/support/file.h"

namespace pf {

struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// A mean in which older values count less and less, as if there were ten values.
struct Mean {
    double seconds = 0;
    std::uint32_t count = 0;  // Values so far, up to 10. 0: nothing is known.

    void add(double value);
};

struct TaskHistory {
    Mean time;              // Of attempts that passed or that ended with an exit code.
    bool failed = false;    // The last run ended with a failure. Interrupted runs and --stop-on-failure do not count.
    std::string generator;  // Id of the generator task that printed it. Empty: it is declared in CMake.
};

struct FixtureHistory {
    Mean setup;  // Of set-ups that succeeded.
};

class History {
public:
    // Loads the history of a build tree. If the file is missing, cannot be read or is damaged, nothing is known.
    static History load(const std::string& build_dir);
    // Loads a history from any file. If it is missing, nothing is known, and there is a warning.
    static History load_file(const std::string& path);

    [[nodiscard]] Status save_file(const std::string& path) const { return write_file_atomically(path, text()); }

    // Replaces what is known of the tasks and fixtures of another history.
    void take_over(const History& other);

    // Returns why an existing file was not used, or "".
    [[nodiscard]] const std::string& warning() const { return warning_; }

    // Return null if nothing is known.
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

// Changes the history of a build tree while no other process does.
Status change_history(const std::string& build_dir, const std::function<void(History&)>& change);

// Collects from the events of a run what the history is to know of it.
class HistoryRecorder : public EventSink {
public:
    void handle(const Event& event) override;

    // Merges what was recorded into the file as it is now. Call once, at the end of the run.
    Status save(const std::string& build_dir) const;
    void merge_into(History& history) const;

private:
    struct Recorded {
        double seconds = 0;
        std::uint32_t attempts = 0;
        bool ended = false;
        bool inconclusive = false;  // Interrupted or not started: `failed` of the history stays.
        bool failed = false;
        std::string generator;
    };

    void record(const TaskEnded& ended);

    TextMap<Recorded> tasks_;
    TextMap<Recorded> fixtures_;
};

}  // namespace pf

#endif
