// junit.xml, in the dialect of Jenkins (valid against its junit-10.xsd) with the retries of Maven Surefire.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

// One suite for each group; one for each fixture, "@fixture:<name>", with its set-ups and teardowns; and "@run" with
// one error where the run is red and nothing else in the file is. docs/results.md says what becomes of each outcome.
// Errors: the journal cannot be read again.
Status write_junit(const RunRecord& record, std::FILE* file);

}  // namespace pf

#endif
