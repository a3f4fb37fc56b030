#include "tool/report/ctest_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>
#include <utility>

#include "tool/report/report_text.h"

namespace pf {
namespace {

constexpr std::array kSignalTexts{
    std::pair{SIGSEGV, "SEGFAULT"},
    std::pair{SIGILL, "ILLEGAL"},
    std::pair{SIGFPE, "NUMERICAL"},
    std::pair{SIGINT, "INTERRUPT"},
    std::pair{SIGABRT, "Subprocess aborted"},
    std::pair{SIGKILL, "Subprocess killed"},
    std::pair{SIGTERM, "Subprocess terminated"},
    std::pair{SIGBUS, "Bus error"},
    std::pair{SIGHUP, "SIGHUP"},
    std::pair{SIGQUIT, "SIGQUIT"},
    std::pair{SIGTRAP, "SIGTRAP"},
    std::pair{SIGSYS, "SIGSYS"},
    std::pair{SIGPIPE, "SIGPIPE"},
    std::pair{SIGALRM, "SIGALRM"},
    std::pair{SIGUSR1, "SIGUSR1"},
    std::pair{SIGUSR2, "SIGUSR2"},
    std::pair{SIGXCPU, "SIGXCPU"},
    std::pair{SIGXFSZ, "SIGXFSZ"},
    std::pair{SIGVTALRM, "SIGVTALRM"},
    std::pair{SIGPROF, "SIGPROF"},
};

// Returns the Completion Status in CTest's words or, if CTest has none, the reason.
std::string completion_of(const CTestVerdict& verdict) {
    const char* const words = facts_of(verdict.cause).ctest;
    const bool skipped_by_framework = verdict.cause == Cause::framework && verdict.outcome == Outcome::skipped;
    if (words == nullptr || skipped_by_framework) {
        return why(verdict.outcome, verdict.reason);
    }
    const bool has_code = std::string_view(words).find('{') != std::string_view::npos;
    return has_code ? fmt::format(fmt::runtime(words), verdict.exit_code.value_or(0)) : words;
}

CTestStatus passed(const CTestVerdict& verdict) {
    CTestStatus status{"passed", "", {}, completion_of(verdict), true, ""};
    if (verdict.exit_code.value_or(0) != 0) {
        status.exit_code = "Completed";
        status.exit_value = verdict.exit_code;
    }
    return status;
}

}  // namespace

std::string ctest_signal_text(int signal) {
    const auto* found = std::find_if(kSignalTexts.begin(), kSignalTexts.end(),
                                     [signal](const auto& entry) { return entry.first == signal; });
    return found == kSignalTexts.end() ? "Signal " + std::to_string(signal) : found->second;
}

CTestStatus ctest_status(const CTestVerdict& verdict) {
    const std::string completion = completion_of(verdict);
    if (verdict.cause == Cause::failed_to_start) {
        return {"failed", "BAD_COMMAND", -1, completion, true, ""};
    }
    CTestStatus status;
    switch (verdict.outcome) {
        case Outcome::passed:
            status = passed(verdict);
            break;
        case Outcome::failed:
            status = {"failed", "Failed", verdict.exit_code.value_or(0), completion, true, ""};
            break;
        case Outcome::timeout:
            status = {"failed", "Timeout", 0, completion, true, ""};
            break;
        case Outcome::crashed:
            status = {"failed",
                      verdict.signal ? ctest_signal_text(*verdict.signal) : "Failed",
                      verdict.exit_code.value_or(0),
                      completion,
                      true,
                      ""};
            break;
        case Outcome::skipped:
        case Outcome::not_run:
            return {"notrun", "", {}, completion, false, ""};
    }
    if (verdict.cause == Cause::regex) {
        status.reason_name = verdict.outcome == Outcome::passed ? "Pass Reason" : "Fail Reason";
    }
    return status;
}

void add_command_end(CTestStatus& status, std::optional<int> exit_code, std::optional<int> signal) {
    if (exit_code || signal) {
        status.exit_code = signal ? ctest_signal_text(*signal) : "Failed";
        status.exit_value = exit_code.value_or(0);
        status.completion = "Completed";
    }
}

CTestStatus ctest_fixture_status(Outcome outcome, const std::string& reason) {
    const std::string text = why(outcome, reason);
    switch (outcome) {
        case Outcome::passed:
            return {"passed", "", {}, "Completed", true, ""};
        case Outcome::timeout:
            return {"failed", "Timeout", {}, text, true, ""};
        case Outcome::failed:
        case Outcome::crashed:
            return {"failed", "Failed", {}, text, true, ""};
        case Outcome::skipped:
        case Outcome::not_run:
            break;
    }
    return {"notrun", "", {}, text, false, ""};
}

}  // namespace pf
