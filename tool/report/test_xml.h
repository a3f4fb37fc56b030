// Test.xml as CTest writes it and CDash reads it (valid against CDash's Test.xsd).
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_TEST_XML_H
#define PARALLEL_FIXTURES_TOOL_REPORT_TEST_XML_H

#include <cstdio>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/report/site.h"

namespace pf {

// Writes all tasks, and for each fixture that was set up the tests <fixture>.setup and <fixture>.teardown, which show
// the worst of several set-ups or teardowns. It is an error if the journal cannot be read again.
Status write_test_xml(const RunRecord& record, const Site& site, std::FILE* file);

}  // namespace pf

#endif
