// What earlier runs of the build tree say of the tasks of this one.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_EARLIER_RESULTS_H
#define PARALLEL_FIXTURES_TOOL_PAGE_EARLIER_RESULTS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tool/journal/run_record.h"

namespace pf {

struct EarlierTask {
    std::string id;
    Outcome outcome = Outcome::not_run;
    double seconds = 0;
};

struct EarlierResults {
    std::string run_id;
    std::string started;  // "2026-11-23T04:42:08Z".
    double seconds = 0;
    std::vector<EarlierTask> tasks;

    [[nodiscard]] std::uint64_t count(Outcome outcome) const;
};

// Reads a summary.json as tool/report writes it: an element a line. Lines that look otherwise are passed over.
EarlierResults parse_summary(std::string_view text);

// The runs beside `run_directory` that started before it, the newest first, at most ten. Stops at 64 MiB, so that the
// reports of a large suite do not take long. What cannot be read is left out.
std::vector<EarlierResults> earlier_results(const std::string& run_directory, const std::string& started);

struct SlowerTask {
    std::uint32_t task = 0;
    double usual_seconds = 0;  // The median of the earlier runs in which it passed.
};

struct Comparison {
    std::vector<std::uint32_t> new_failures;  // Red now, and not red in the newest earlier run that had it.
    std::vector<std::uint32_t> fixed;         // Passed now, and red in that run.
    std::vector<std::uint32_t> added;         // In none of the earlier runs. Empty if there are no earlier runs.
    std::vector<SlowerTask> slower;           // Passed in at least twice its usual time, and 0.1 s beyond it.
};

// Red is all but passed and skipped. The lists have the order of the record, `slower` that of the difference.
Comparison compare_with_earlier(const RunRecord& record, const std::vector<EarlierResults>& earlier);

}  // namespace pf

#endif
