#include "tool/report/ctest_status.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

void check(const CTestVerdict& verdict, const std::string& status, const std::string& exit_code,
           std::optional<int> exit_value, const std::string& completion) {
    const CTestStatus got = ctest_status(verdict);
    INFO(to_text(verdict.outcome) << " " << to_text(verdict.cause));
    CHECK(got.status == status);
    CHECK(got.exit_code == exit_code);
    CHECK(got.exit_value == exit_value);
    CHECK(got.completion == completion);
    CHECK(got.ran == (status != "notrun"));
}

CTestVerdict of(Outcome outcome, Cause cause, std::optional<int> exit_code = {}, std::optional<int> signal = {},
                const std::string& reason = "") {
    return {outcome, cause, exit_code, signal, reason};
}

}  // namespace

TEST_CASE("results in CTest's words, row by row of what CTest 3.25 wrote") {
    using O = Outcome;
    check(of(O::passed, Cause::completed, 0), "passed", "", {}, "Completed");
    check(of(O::failed, Cause::completed, 3), "failed", "Failed", 3, "Completed");
    check(of(O::passed, Cause::will_fail, 3), "passed", "Completed", 3, "Completed");
    check(of(O::failed, Cause::will_fail, 0), "failed", "Failed", 0, "Completed");
    check(of(O::passed, Cause::regex, 3), "passed", "Completed", 3, "Completed");
    check(of(O::failed, Cause::regex, 0), "failed", "Failed", 0, "Completed");
    check(of(O::crashed, Cause::signal, {}, 11), "failed", "SEGFAULT", 0, "Completed");
    check(of(O::timeout, Cause::timeout, {}, 15), "failed", "Timeout", 0, "Completed");
    check(of(O::skipped, Cause::skip_code, 77), "notrun", "", {}, "SKIP_RETURN_CODE=77");
    check(of(O::skipped, Cause::skip_regex, 0), "notrun", "", {}, "SKIP_REGULAR_EXPRESSION_MATCHED");
    check(of(O::skipped, Cause::disabled), "notrun", "", {}, "Disabled");
    check(of(O::not_run, Cause::missing_executable), "notrun", "", {}, "Unable to find executable");
    check(of(O::not_run, Cause::failed_to_start), "failed", "BAD_COMMAND", -1, "Failed to start");
    check(of(O::not_run, Cause::required_files), "notrun", "", {}, "Required Files Missing");
    check(of(O::not_run, Cause::fixture_failed), "notrun", "", {}, "Fixture dependency failed");
}

TEST_CASE("what CTest has no words for is said in ours") {
    using O = Outcome;
    check(of(O::crashed, Cause::worker_died, {}, {}, "its worker died"), "failed", "Failed", 0, "its worker died");
    check(of(O::crashed, Cause::unreported, {}, {}, "no result"), "failed", "Failed", 0, "no result");
    check(of(O::not_run, Cause::unreported, {}, {}, "no result"), "notrun", "", {}, "no result");
    check(of(O::not_run, Cause::interrupted, {}, 15, "interrupted"), "notrun", "", {}, "interrupted");
    check(of(O::failed, Cause::service_died, {}, 15, "db died"), "failed", "Failed", 0, "db died");
    check(of(O::skipped, Cause::framework), "notrun", "", {}, "skipped");
    check(of(O::skipped, Cause::fixture_skipped), "notrun", "", {}, "skipped");
}

TEST_CASE("signals by CTest's names") {
    CHECK(ctest_signal_text(11) == "SEGFAULT");
    CHECK(ctest_signal_text(4) == "ILLEGAL");
    CHECK(ctest_signal_text(8) == "NUMERICAL");
    CHECK(ctest_signal_text(2) == "INTERRUPT");
    CHECK(ctest_signal_text(6) == "Subprocess aborted");
    CHECK(ctest_signal_text(9) == "Subprocess killed");
    CHECK(ctest_signal_text(15) == "Subprocess terminated");
    CHECK(ctest_signal_text(7) == "Bus error");
    CHECK(ctest_signal_text(1) == "SIGHUP");
    CHECK(ctest_signal_text(40) == "Signal 40");
}

TEST_CASE("a reason has a name only where a regular expression decided") {
    CHECK(std::string(ctest_status(of(Outcome::passed, Cause::regex, 0)).reason_name) == "Pass Reason");
    CHECK(std::string(ctest_status(of(Outcome::failed, Cause::regex, 0)).reason_name) == "Fail Reason");
    CHECK(std::string(ctest_status(of(Outcome::failed, Cause::completed, 1)).reason_name).empty());
}

TEST_CASE("no outcome that is not passed looks green, whatever its cause") {
    for (int outcome = 0; outcome <= static_cast<int>(Outcome::not_run); ++outcome) {
        for (int cause = 0; cause <= static_cast<int>(Cause::unreported); ++cause) {
            const auto o = static_cast<Outcome>(outcome);
            const CTestStatus status = ctest_status(of(o, static_cast<Cause>(cause), 0));
            const bool passed = std::string(status.status) == "passed";
            CHECK(passed == (o == Outcome::passed && static_cast<Cause>(cause) != Cause::failed_to_start));
            CHECK_FALSE(status.completion.empty());
        }
        const bool passed = std::string(ctest_fixture_status(static_cast<Outcome>(outcome), "").status) == "passed";
        CHECK(passed == (static_cast<Outcome>(outcome) == Outcome::passed));
    }
}
