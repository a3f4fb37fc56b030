// junit.xml in the dialect of Jenkins (valid against its junit-10.xsd), with retries as Maven Surefire writes them.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

// Writes a suite for each group and a suite "@fixture:<name>" with the set-ups and teardowns of each fixture. If the
// run failed and nothing else in the file says so, the suite "@run" has one error. docs/results.md describes how each
// outcome is written. It is an error if the journal cannot be read again.
Status write_junit(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
