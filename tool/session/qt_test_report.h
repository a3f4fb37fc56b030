// What a Qt Test program writes to its XML file about the one function, or the one row of a function, that it ran.
//
// THREADS: pure functions of their file.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_QT_TEST_REPORT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_QT_TEST_REPORT_H

#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "tool/process/capture.h"
#include "tool/schedule/scheduler.h"

namespace pf {

// Returns arguments that make the program write XML into `result_file` and its usual text to stdout.
std::vector<std::string> qt_test_report_arguments(const std::string& result_file);

// Judges a function whose process exited. A pass needs both exit code 0 and the file. `output` is what the process
// printed. A program that ran several test classes fails, as the file has only the last of them.
Conclusion judge_qt_test(int exit_code, const Capture& output, const std::string& result_file);

// Returns the failures in the file.
parallel_fixtures::Report read_qt_test_report(const std::string& result_file);

}  // namespace pf

#endif
