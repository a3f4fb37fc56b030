// trace.json: the run as trace events, the format of Chrome's and Perfetto's viewers. docs/results.md says what is in
// it.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_TRACE_H
#define PARALLEL_FIXTURES_TOOL_PAGE_TRACE_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/page/run_view.h"

namespace pf {

// Errors are those of the file, and ferror() tells them.
Status write_trace(const RunRecord& record, const RunView& view, std::FILE* file);

}  // namespace pf

#endif
