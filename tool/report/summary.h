// summary.json: the run, its counts, its fixtures and its tasks for machines. docs/results.md lists the fields.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_SUMMARY_H
#define PARALLEL_FIXTURES_TOOL_REPORT_SUMMARY_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

Status write_summary(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
