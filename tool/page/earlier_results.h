// What earlier runs of the build tree say of the tasks of this one.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_EARLIER_RESULTS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_EARLIER_RESULTS_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tool/journal/run_record.h"

namespace pf {

// An earlier run as a whole.
struct EarlierRun {
    std::string run_id;
    std::string started;  // "2026-11-23T04:42:08Z".
    double seconds = 0;
    std::array<std::uint64_t, 6> outcomes{};  // How many tasks had each Outcome.
};

struct SlowerTask {
    std::uint32_t task = 0;
    double usual_seconds = 0;  // The median of the earlier runs in which it passed.
};

// Empty if there are no earlier runs.
struct Comparison {
    std::vector<std::uint32_t> new_failures;  // Red now, and not red in the newest earlier run that had it.
    std::vector<std::uint32_t> fixed;         // Passed now, and red in that run.
    std::vector<std::uint32_t> added;         // In none of the earlier runs.
    std::vector<SlowerTask> slower;           // Passed in at least twice its usual time, and 0.1 s beyond it.
};

// Takes the results of earlier runs, the newest run first, one task after the other. Most runs of a build tree have the
// same tasks in the same order, and then no task is searched for.
class Comparer {
public:
    static constexpr std::size_t kRuns = 10;

    // OWNERSHIP: `record` must outlive this object.
    explicit Comparer(const RunRecord& record) : record_(record) {}

    // Returns whether an older run can change the result: none was added yet, or there is a task that none had, or one
    // that takes long enough now to be slower than it was.
    [[nodiscard]] bool wants_more() const;
    // Begins an earlier run. REQUIRES: at most kRuns of them.
    void begin_run();
    void add(std::string_view id, Outcome outcome, double seconds);

    // Red is all but passed and skipped. The lists have the order of the record, `slower` that of the difference.
    [[nodiscard]] Comparison result() const;

private:
    struct Known {
        std::uint8_t passes = 0;
        bool known = false;
        bool red = false;  // In the newest run that had it.
        std::array<float, kRuns> seconds{};
    };

    std::uint32_t index_of(std::string_view id);
    void compare_time(std::uint32_t index, Comparison& result) const;

    const RunRecord& record_;
    std::vector<Known> known_;  // By task. Empty before the first run.
    std::unordered_map<std::string_view, std::uint32_t> index_;
    std::uint32_t next_ = 0;
};

// Reads a summary.json as tool/report writes it, an element a line, and tells `comparer` of its tasks. Lines that look
// otherwise are passed over. A text without counts has no run.
EarlierRun read_summary(std::string_view text, Comparer& comparer);

// Reads the runs beside `run_directory` that started before it, the newest first, at most ten. Tells `comparer` of the
// tasks of those that it wants, up to 64 MiB, so that the reports of a large suite do not take long. What cannot be
// read is left out.
std::vector<EarlierRun> read_earlier_runs(const std::string& run_directory, const std::string& started,
                                          Comparer& comparer);

}  // namespace pf

#endif
