#include "tool/serve/task_for_ctest.h"

#include <memory>

#include "tests/support/catch.h"

using namespace pf;

namespace {

TaskEnded ended(Outcome outcome, Cause cause, std::optional<int> exit_code, std::optional<int> signal = std::nullopt) {
    TaskEnded event;
    event.outcome = outcome;
    event.cause = cause;
    event.exit_code = exit_code;
    event.signal = signal;
    event.reason = "why";
    return event;
}

}  // namespace

TEST_CASE("a test ends as its task did if CTest's rules decided the outcome") {
    for (const Cause cause : {Cause::completed, Cause::regex, Cause::will_fail}) {
        const TaskOver over = test_ending(ended(Outcome::failed, cause, 3), {}, true);
        CHECK(over.exit_code == 3);
        CHECK(over.signal == 0);
        CHECK_FALSE(over.skipped);
    }
    const TaskOver killed = test_ending(ended(Outcome::crashed, Cause::signal, std::nullopt, 11), {}, true);
    CHECK(killed.signal == 11);
    CHECK(killed.exit_code == -1);
}

TEST_CASE("a test does not end as its task did if something else decided the outcome") {
    for (const Cause cause :
         {Cause::service_died, Cause::fixture_failed, Cause::interrupted, Cause::worker_died, Cause::stopped,
          Cause::missing_executable, Cause::failed_to_start, Cause::output_cut, Cause::generator}) {
        // The exit code must not turn the failure into a pass: neither 0 nor, with WILL_FAIL, 1.
        const TaskOver over = test_ending(ended(Outcome::failed, cause, 0), {}, true);
        CHECK(over.exit_code == -1);
        CHECK(over.signal == 0);
        CHECK(over.reason == "why");
    }
}

TEST_CASE("a task that CTest skips by its properties ends with its own exit code") {
    for (const Cause cause : {Cause::skip_code, Cause::skip_regex}) {
        const TaskOver over = test_ending(ended(Outcome::skipped, cause, 77), {}, true);
        CHECK(over.exit_code == 77);
        CHECK_FALSE(over.skipped);
    }
}

TEST_CASE("a task that is skipped for a reason that CTest does not know prints the skip mark") {
    for (const Cause cause : {Cause::fixture_skipped, Cause::framework}) {
        const TaskOver over = test_ending(ended(Outcome::skipped, cause, std::nullopt), {}, true);
        CHECK(over.exit_code == 0);
        CHECK(over.skipped);
        CHECK(over.reason == "why");
    }
}

TEST_CASE("a task that timed out is reported as timed out") {
    const TaskOver over = test_ending(ended(Outcome::timeout, Cause::timeout, std::nullopt, 15), {}, true);
    CHECK(over.timed_out);
    CHECK(over.signal == 0);
}

TEST_CASE("a failure that only the framework reports is not a pass") {
    CHECK(test_ending(ended(Outcome::failed, Cause::framework, 1), {}, true).exit_code == 1);
    CHECK(test_ending(ended(Outcome::failed, Cause::framework, 0), {}, true).exit_code == -1);
    CHECK(test_ending(ended(Outcome::crashed, Cause::no_result, 0), {}, true).exit_code == -1);
    CHECK(test_ending(ended(Outcome::crashed, Cause::no_result, 7), {}, true).exit_code == 7);
}

TEST_CASE("no property turns a failure that CTest's rules did not decide into a pass") {
    TaskOptions will_fail;
    will_fail.will_fail = true;
    TaskOptions pass;
    pass.pass_regex = {"ok"};
    TaskOptions skip;
    skip.skip_regex = {"skip"};
    TaskOptions code;
    code.skip_return_code = 7;
    for (const TaskOptions& options : {will_fail, pass, skip, code}) {
        CHECK(test_ending(ended(Outcome::crashed, Cause::no_result, 7), options, true).exit_code == -1);
        CHECK(test_ending(ended(Outcome::failed, Cause::framework, 7), options, true).exit_code == -1);
    }
}

TEST_CASE("expressions decide nothing if CTest does not get the complete output") {
    TaskOptions fail;
    fail.fail_regex = {"bad"};
    const TaskEnded matched = ended(Outcome::failed, Cause::regex, 0);
    CHECK(test_ending(matched, fail, true).exit_code == 0);
    CHECK(test_ending(matched, fail, false).exit_code == -1);
    CHECK(test_ending(ended(Outcome::passed, Cause::completed, 0), {}, false).exit_code == 0);
    CHECK(test_ending(ended(Outcome::crashed, Cause::signal, std::nullopt, 11), fail, false).signal == 11);
}

TEST_CASE("the test of several tasks passes if all pass and is skipped if all are skipped") {
    CHECK(batch_test_ending({{Outcome::passed, 2}}).exit_code == 0);
    CHECK(batch_test_ending({{Outcome::passed, 2}, {Outcome::skipped, 1}}).exit_code == 0);
    CHECK_FALSE(batch_test_ending({{Outcome::passed, 2}, {Outcome::skipped, 1}}).skipped);
    CHECK(batch_test_ending({{Outcome::skipped, 3}}).skipped);
    for (const Outcome bad : {Outcome::failed, Outcome::timeout, Outcome::crashed, Outcome::not_run}) {
        CHECK(batch_test_ending({{Outcome::passed, 9}, {bad, 1}}).exit_code == 1);
    }
}
