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

TEST_CASE("a test ends as its task did where that decided") {
    for (const Cause cause : {Cause::completed, Cause::regex, Cause::will_fail, Cause::output_cut}) {
        const TaskOver over = how_to_end(ended(Outcome::failed, cause, 3), {});
        CHECK(over.exit_code == 3);
        CHECK(over.signal == 0);
        CHECK_FALSE(over.skipped);
        CHECK(over.reason.empty());
    }
    const TaskOver killed = how_to_end(ended(Outcome::crashed, Cause::signal, std::nullopt, 11), {});
    CHECK(killed.signal == 11);
    CHECK(killed.exit_code == -1);
}

TEST_CASE("a test does not end as its task did where something else decided") {
    for (const Cause cause : {Cause::service_died, Cause::fixture_failed, Cause::interrupted, Cause::worker_died,
                              Cause::stopped, Cause::missing_executable, Cause::failed_to_start}) {
        // An exit code of 0 on the way out is no pass, and one of 1 none of WILL_FAIL.
        const TaskOver over = how_to_end(ended(Outcome::failed, cause, 0), {});
        CHECK(over.exit_code == -1);
        CHECK(over.signal == 0);
        CHECK(over.reason == "why");
    }
}

TEST_CASE("a task that is skipped says so, with its code") {
    CHECK(how_to_end(ended(Outcome::skipped, Cause::skip_code, 77), {}).exit_code == 77);
    CHECK(how_to_end(ended(Outcome::skipped, Cause::skip_regex, 1), {}).exit_code == 1);
    TaskOptions options;
    CHECK(how_to_end(ended(Outcome::skipped, Cause::fixture_skipped, std::nullopt), options).exit_code == 0);
    options.skip_return_code = 4;
    const TaskOver over = how_to_end(ended(Outcome::skipped, Cause::fixture_skipped, std::nullopt), options);
    CHECK(over.exit_code == 4);
    CHECK(over.skipped);
    CHECK(over.reason == "why");
}

TEST_CASE("a task that timed out says so") {
    const TaskOver over = how_to_end(ended(Outcome::timeout, Cause::timeout, std::nullopt, 15), {});
    CHECK(over.timed_out);
    CHECK(over.signal == 0);
}

TEST_CASE("what ctest decides is not decided again") {
    Plan plan;
    Group& group = plan.groups.emplace_back();
    group.run_serial = true;
    group.locks = {"a"};
    Task& task = plan.tasks.emplace_back();
    task.group = 0;
    task.command = {"program"};
    TaskOptions options;
    options.locks = {"b"};
    options.processors = 4;
    options.retries = 2;
    task.own_options = std::make_shared<const TaskOptions>(options);
    leave_to_ctest(plan, 0);
    CHECK(plan.locks(0).empty());
    CHECK_FALSE(plan.run_serial(0));
    CHECK(plan.tasks[0].options().processors == 1);
    CHECK(plan.retries(0) == 2);
}

TEST_CASE("what a framework says and the exit code does not is no pass") {
    CHECK(how_to_end(ended(Outcome::failed, Cause::framework, 1), {}).exit_code == 1);
    CHECK(how_to_end(ended(Outcome::failed, Cause::framework, 0), {}).exit_code == -1);
    CHECK(how_to_end(ended(Outcome::crashed, Cause::no_result, 0), {}).exit_code == -1);
    CHECK(how_to_end(ended(Outcome::crashed, Cause::no_result, 7), {}).exit_code == 7);
    const TaskOver skipped = how_to_end(ended(Outcome::skipped, Cause::framework, 0), {});
    CHECK(skipped.exit_code == 0);
    CHECK(skipped.skipped);
}

TEST_CASE("the test of several tasks passes when all of them do, and is skipped when all of them are") {
    CHECK(how_to_end_batch({{Outcome::passed, 2}}).exit_code == 0);
    CHECK(how_to_end_batch({{Outcome::passed, 2}, {Outcome::skipped, 1}}).exit_code == 0);
    CHECK_FALSE(how_to_end_batch({{Outcome::passed, 2}, {Outcome::skipped, 1}}).skipped);
    CHECK(how_to_end_batch({{Outcome::skipped, 3}}).skipped);
    for (const Outcome bad : {Outcome::failed, Outcome::timeout, Outcome::crashed, Outcome::not_run}) {
        CHECK(how_to_end_batch({{Outcome::passed, 9}, {bad, 1}}).exit_code == 1);
    }
}
