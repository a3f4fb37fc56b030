// Writes all reports of a run from its journal.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/event/event.h"
#include "tool/report/report_format.h"

namespace pf {

// The end of one process of the run. The reports include it before the journal does, because its exit code depends on
// whether they can be written.
struct PendingEnd {
    std::int64_t segment = 0;  // The id of the process in the lines of its journal.
    RunEnded ended;
    std::function<Status()> write;  // Appends `ended` to the journal.
};

// Reads <run_directory>/journal.jsonl and writes summary.json, Test.xml, junit.xml, report.html and trace.json
// beside it, and `copies` elsewhere. Holds the lock of the run's reports meanwhile, and blocks until it has it.
//
// The reports replace earlier ones only when all of them are complete and `ending`, if there is one, is in the journal.
// Returns the first error. With an `ending`, an error removes the earlier reports, because they do not include it.
// Without one, the earlier reports stay, because the journal has not changed.
Status write_reports(const std::string& run_directory, const std::vector<ReportCopy>& copies = {},
                     const PendingEnd* ending = nullptr);

}  // namespace pf

#endif
