// All reports of a run, made from its journal.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H

#include <cstdint>
#include <functional>
#include <string>

#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

// How one process of the run ends. The reports speak of it before the journal does, because whether they can be written
// decides how it ends.
struct RunEnding {
    std::int64_t segment = 0;  // The process, as its journal lines name it.
    RunEnded ended;
    std::function<Status()> write;  // Appends `ended` to the journal.
};

// Reads <run_directory>/journal.jsonl and writes summary.json, Test.xml, junit.xml, report.html and trace.json beside
// it, and junit.xml once more as `junit_copy` unless that is empty, while holding the run's reports.lock. All of them
// are written aside first; only when every one is whole, and `ending` is in the journal, do they take their names. The
// first error is returned. After an error with an `ending`, none of these files is there: what earlier reports say is
// no longer so. Without one, the earlier reports stay, because the journal that they were made from still says the
// same.
Status write_reports(const std::string& run_directory, const std::string& junit_copy = "",
                     const RunEnding* ending = nullptr);

}  // namespace pf

#endif
