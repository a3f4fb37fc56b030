#include "tool/report/ctest_status.h"

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

// "Completed" is what CTest says of every test that ran; where CTest has no word for a cause, ours is more use.
std::string completion_of(const CTestVerdict& verdict) {
    switch (verdict.cause) {
        case Cause::completed:
        case Cause::regex:
        case Cause::will_fail:
        case Cause::signal:
        case Cause::timeout:
            return "Completed";
        case Cause::framework:
            return verdict.outcome == Outcome::skipped ? why(verdict.outcome, verdict.reason) : "Completed";
        case Cause::skip_code:
            return "SKIP_RETURN_CODE=" + std::to_string(verdict.exit_code.value_or(0));
        case Cause::skip_regex:
            return "SKIP_REGULAR_EXPRESSION_MATCHED";
        case Cause::disabled:
            return "Disabled";
        case Cause::missing_executable:
            return "Unable to find executable";
        case Cause::failed_to_start:
            return "Failed to start";
        case Cause::required_files:
            return "Required Files Missing";
        case Cause::fixture_failed:
            return "Fixture dependency failed";
        case Cause::fixture_skipped:
        case Cause::service_died:
        case Cause::worker_died:
        case Cause::stopped:
        case Cause::interrupted:
        case Cause::stop_on_failure:
        case Cause::generator:
        case Cause::output_cut:
        case Cause::no_result:
        case Cause::fixture_died:
        case Cause::unit_ended:
        case Cause::discovery:
        case Cause::test_killed:
        case Cause::unreported:
            break;
    }
    return why(verdict.outcome, verdict.reason);
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
