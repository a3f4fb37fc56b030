// A result in the words of CTest's Test.xml, as CTest 3.25 writes them (cmCTestTestHandler::GenerateTestResults and
// cmProcess), so that CDash and every other reader of Test.xml takes ours for CTest's.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_CTEST_STATUS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_CTEST_STATUS_H

#include <optional>
#include <string>

#include "tool/event/event.h"

namespace pf {

struct CTestStatus {
    const char* status = "notrun";  // Of the <Test>: passed, failed, notrun.
    std::string exit_code;          // "Exit Code", a text; empty: not written.
    std::optional<int> exit_value;  // "Exit Value".
    std::string completion;         // "Completion Status".
    bool ran = false;               // Has an "Execution Time".
    const char* reason_name = "";   // "Pass Reason", "Fail Reason"; empty: not written.
};

// What is known of a task at its end.
struct CTestVerdict {
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::completed;
    std::optional<int> exit_code;
    std::optional<int> signal;
    std::string reason;
};

CTestStatus ctest_status(const CTestVerdict& verdict);

// Of a set-up or teardown.
CTestStatus ctest_fixture_status(Outcome outcome, const std::string& reason);

// Adds how the command of a failed set-up or teardown ended; neither: something else made it fail.
void add_command_end(CTestStatus& status, std::optional<int> exit_code, std::optional<int> signal);

// "SEGFAULT", "Subprocess killed", "SIGHUP", "Signal 40".
std::string ctest_signal_text(int signal);

}  // namespace pf

#endif
