// junit.xml in the dialect of Jenkins (valid against its junit-10.xsd), with retries as Maven Surefire writes them, and
// in the one that most other CI systems read.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

enum class JUnitFlavour {
    jenkins,
    // Each test has its file, relative to the source directory, its line and its properties. Of fixtures there is only
    // what failed, and of tests that passed there is no output.
    ci,
};

// Writes a suite for each group and a suite "@fixture:<name>" with the set-ups and teardowns of each fixture. If the
// run failed and nothing else in the file says so, the suite "@run" has one error. docs/results.md describes how each
// outcome is written. It is an error if the journal cannot be read again.
Status write_junit(const RunRecord& record, std::FILE* file, JUnitFlavour flavour = JUnitFlavour::jenkins);

}  // namespace pf

#endif
