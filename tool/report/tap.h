// A run in the Test Anything Protocol, version 13.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_TAP_H
#define PARALLEL_FIXTURES_TOOL_REPORT_TAP_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

// Writes a test point for each task, and one for each fixture and for the run itself if these failed. A task that was
// not run for a cause that is a point of its own is skipped. It is an error if the journal cannot be read again.
Status write_tap(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
