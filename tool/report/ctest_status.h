// A result in the words of CTest's Test.xml. They are those of CTest 3.25 (cmCTestTestHandler::GenerateTestResults and
// cmProcess), so that CDash and other readers of Test.xml treat our results like CTest's.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_CTEST_STATUS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_CTEST_STATUS_H

#include <optional>
#include <string>

#include "tool/event/event.h"

namespace pf {

struct CTestStatus {
    const char* status = "notrun";  // Attribute of <Test>: passed, failed or notrun.
    std::string exit_code;          // "Exit Code", which is a text such as SEGFAULT. Empty: it is not written.
    std::optional<int> exit_value;  // "Exit Value".
    std::string completion;         // "Completion Status".
    bool ran = false;               // An "Execution Time" is written.
    const char* reason_name = "";   // "Pass Reason" or "Fail Reason". Empty: no reason is written.
};

// The result of a task.
struct CTestVerdict {
    Outcome outcome = Outcome::not_run;
    Cause cause = Cause::completed;
    std::optional<int> exit_code;
    std::optional<int> signal;
    std::string reason;
};

CTestStatus ctest_status(const CTestVerdict& verdict);

// Returns the status of a set-up or a teardown.
CTestStatus ctest_fixture_status(Outcome outcome, const std::string& reason);

// Adds how the command of a failed set-up or teardown ended. Does nothing if it has neither an exit code nor a signal,
// because something else failed.
void add_command_end(CTestStatus& status, std::optional<int> exit_code, std::optional<int> signal);

// Returns CTest's text for a signal: "SEGFAULT", "Subprocess killed", "SIGHUP", "Signal 40".
std::string ctest_signal_text(int signal);

}  // namespace pf

#endif
