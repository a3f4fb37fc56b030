// All reports of a run, made from its journal.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_WRITE_REPORTS_H

#include <string>

#include "runtime/result.h"

namespace pf {

// Reads <run_directory>/journal.jsonl and writes summary.json, Test.xml and junit.xml beside it, each whole or not at
// all, while holding the run's reports.lock. Writes what it can and returns the first error.
Status write_reports(const std::string& run_directory);

}  // namespace pf

#endif
