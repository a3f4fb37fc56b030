// summary.json, the run with its counts, fixtures and tasks for machines. docs/results.md describes the fields.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_SUMMARY_H
#define PARALLEL_FIXTURES_TOOL_REPORT_SUMMARY_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

Status write_summary(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
