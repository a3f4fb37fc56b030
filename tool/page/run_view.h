// A run as it is drawn: what was at work when, in which row, and on which instance of which fixture. Both report.html
// and trace.json are made from it.
//
// All times are microseconds since the start of the run, whole numbers from 0 to kLatest.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_RUN_VIEW_H
#define PARALLEL_FIXTURES_TOOL_PAGE_RUN_VIEW_H

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tool/journal/run_record.h"
#include "tool/page/critical_path.h"
#include "tool/page/slot_use.h"

namespace pf {

struct AttemptView {
    std::uint32_t task = 0;
    int number = 1;
    Outcome outcome = Outcome::not_run;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint32_t lane = 0;
};

// The wait of a task before an attempt, in the lane of the attempt.
struct WaitView {
    std::uint32_t task = 0;
    int attempt = 1;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint32_t lane = 0;
    std::uint32_t causes = 0;       // Of RunRecord::wait_causes.
    std::int64_t attempt_time = 0;  // How long the attempt then took.
};

struct InstanceView {
    std::string name;        // That of the record; of a merged run with its shard: "postgres (shard 2/8)".
    std::int64_t begin = 0;  // Its set-up began.
    std::int64_t ready = 0;  // Its set-up ended.
    std::int64_t gone = 0;   // It died, or its teardown began.
    std::int64_t down = 0;   // Its teardown began.
    std::int64_t end = 0;    // Its teardown ended. The end of its process's part of the run, if that was never told.
    std::uint32_t lane = 0;  // Among the lanes of its fixture.
    std::vector<std::uint32_t> parents;  // Known only if a task ran on it.
};

struct TaskView {
    std::vector<std::uint32_t> instances;  // The innermost that its last attempt ran on.
    int processors = 1;
};

struct RunView {
    static constexpr std::int64_t kLatest = 1'000'000'000'000'000;

    std::vector<TaskView> tasks;  // As the record has them, as with the instances.
    std::vector<InstanceView> instances;
    std::vector<AttemptView> attempts;                    // By task, then by number. Only those whose time is known.
    std::vector<WaitView> waits;                          // Of these attempts.
    std::vector<std::uint32_t> shards;                    // By segment, as shards_of_segments() says.
    std::vector<std::string> task_lanes;                  // The titles of the lanes: "tasks 1", "shard 2/8 tasks 1".
    std::vector<std::vector<std::string>> fixture_lanes;  // By fixture: "postgres", "schema 2", "shard 2/8 postgres".
    std::int64_t end = 0;                                 // Of the run.
    AdviceFacts facts;  // Of a merged run only the path: its slots are those of several machines.

    [[nodiscard]] bool merged() const {
        return std::any_of(shards.begin(), shards.end(), [](std::uint32_t shard) { return shard != 0; });
    }
};

RunView view_run(const RunRecord& record);

}  // namespace pf

#endif
