// Further attempts.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

// Runs a task whose attempts have these outcomes, until it is not tried again.
Said attempts(Stage& stage, const std::vector<Outcome>& outcomes) {
    Said said = stage.begin();
    for (const Outcome outcome : outcomes) {
        if (!stage.running("a")) {
            break;
        }
        const Said more = outcome == Outcome::passed ? stage.ended("a") : stage.failed("a", outcome);
        said.insert(said.end(), more.begin(), more.end());
    }
    stage.play();
    stage.over();
    return only(said, {"a "});
}

const std::vector<Outcome> kAlwaysFails(10, Outcome::failed);
const std::vector<Outcome> kAlwaysPasses(10, Outcome::passed);
const std::string kFailed = "a failed (completed): exit code 1";

}  // namespace

TEST_CASE("retries are further attempts, until one passes") {
    Stage stage(1);
    stage.group("g").retries = 2;
    stage.tasks("g", {"a"});
    SECTION("all fail") {
        CHECK(attempts(stage, kAlwaysFails) == Said{kFailed + " again", kFailed + " again", kFailed});
    }
    SECTION("the first passes") { CHECK(attempts(stage, kAlwaysPasses) == Said{"a passed"}); }
    SECTION("the last passes: flaky") {
        CHECK(attempts(stage, {Outcome::failed, Outcome::crashed, Outcome::passed}) ==
              Said{kFailed + " again", "a crashed (completed): exit code 1 again", "a passed flaky"});
    }
    SECTION("what cannot run is not tried again") {
        CHECK(attempts(stage, {Outcome::not_run}) == Said{"a not_run (completed): exit code 1"});
    }
    SECTION("what skips itself is not tried again") {
        CHECK(attempts(stage, {Outcome::skipped}) == Said{"a skipped (completed): exit code 1"});
    }
    SECTION("skipped after a failure is not flaky") {
        CHECK(attempts(stage, {Outcome::failed, Outcome::skipped}) ==
              Said{kFailed + " again", "a skipped (completed): exit code 1"});
    }
}

TEST_CASE("where what is flaky fails, a late pass is a failure and not tried again", "[T51]") {
    Stage stage(1);
    stage.options.flaky_fails = true;
    stage.group("g").retries = 2;
    stage.tasks("g", {"a"});
    SECTION("the second passes") {
        CHECK(attempts(stage, {Outcome::failed, Outcome::passed}) ==
              Said{kFailed + " again",
                   "a failed (flaky): it passed only at attempt 2, and --flaky-result is fail flaky"});
    }
    SECTION("the first passes") { CHECK(attempts(stage, kAlwaysPasses) == Said{"a passed"}); }
}

TEST_CASE("a task's own retries go before its group's") {
    Stage stage(1);
    stage.group("g").retries = 5;
    TaskOptions none;
    none.retries = 0;
    stage.task("g", "a", none);
    CHECK(attempts(stage, kAlwaysFails) == Said{kFailed});
}

TEST_CASE("a timeout is tried again") {
    Stage stage(1);
    Group& group = stage.group("g");
    group.retries = 1;
    group.timeout = 10;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.pass(10);
    CHECK(stage.failed("a", Outcome::crashed) ==
          Said{"a timeout (timeout): timed out after 10 s again", "start a (attempt 2)"});
    CHECK(stage.pass(10) == Said{"end a"});  // The limit is that of one attempt.
    CHECK(stage.ended("a")[0] == "a timeout (timeout): timed out after 10 s");
    stage.over();
}

TEST_CASE("--repeat until-pass") {
    Stage stage(1);
    stage.options.repeat = Repeat::until_pass;
    stage.options.repeat_count = 3;
    stage.group("g");
    stage.tasks("g", {"a"});
    SECTION("never") { CHECK(attempts(stage, kAlwaysFails) == Said{kFailed + " again", kFailed + " again", kFailed}); }
    SECTION("at once") { CHECK(attempts(stage, kAlwaysPasses) == Said{"a passed"}); }
    SECTION("in the end") {
        CHECK(attempts(stage, {Outcome::timeout, Outcome::passed}) ==
              Said{"a timeout (completed): exit code 1 again", "a passed flaky"});
    }
}

TEST_CASE("--repeat until-fail") {
    Stage stage(1);
    stage.options.repeat = Repeat::until_fail;
    stage.options.repeat_count = 3;
    stage.group("g").retries = 2;
    stage.tasks("g", {"a"});
    SECTION("never: the passes are no flakes") {
        CHECK(attempts(stage, kAlwaysPasses) == Said{"a passed again", "a passed again", "a passed"});
    }
    SECTION("at the second: a failure ends it, whatever retries it has") {
        CHECK(attempts(stage, {Outcome::passed, Outcome::failed}) == Said{"a passed again", kFailed});
    }
}

TEST_CASE("--repeat after-timeout") {
    Stage stage(1);
    stage.options.repeat = Repeat::after_timeout;
    stage.options.repeat_count = 3;
    stage.group("g");
    stage.tasks("g", {"a"});
    SECTION("a timeout") {
        CHECK(attempts(stage, {Outcome::timeout, Outcome::passed}) ==
              Said{"a timeout (completed): exit code 1 again", "a passed flaky"});
    }
    SECTION("a failure is no timeout") { CHECK(attempts(stage, kAlwaysFails) == Said{kFailed}); }
    SECTION("a failure after a timeout") {
        CHECK(attempts(stage, {Outcome::timeout, Outcome::failed}) ==
              Said{"a timeout (completed): exit code 1 again", kFailed});
    }
}

TEST_CASE("the larger of retries and repetitions counts") {
    Stage stage(1);
    stage.options.repeat = Repeat::until_pass;
    stage.options.repeat_count = 2;
    stage.group("g").retries = 2;
    stage.tasks("g", {"a"});
    CHECK(attempts(stage, kAlwaysFails).size() == 3);
}

TEST_CASE("a retry goes before what has not started yet", "[T33]") {
    Stage stage(1);
    stage.group("g").retries = 1;
    stage.tasks("g", {"a", "b"});
    stage.begin();
    CHECK(stage.failed("a") == Said{kFailed + " again", "start a (attempt 2)"});
    CHECK(stage.ended("a") == Said{"a passed flaky", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a retry that is pending when the run stops keeps the result that the task had before", "[T35]") {
    for (const StopLevel level : {StopLevel::no_more_starts, StopLevel::terminate, StopLevel::kill}) {
        Stage stage(1);
        stage.fixture("dir", "", FixtureScope::task);
        stage.group("g", "dir").retries = 1;
        stage.tasks("g", {"a"});
        stage.begin();
        stage.set_up("dir[a]");
        CHECK(stage.failed("a") == Said{kFailed + " again", "tear down dir[a]"});
        stage.stop(level);
        CHECK(only(stage.torn_down("dir[a]"), {"a "}) == Said{kFailed});
        CHECK(stage.outcome("a").attempt == 1);
        stage.over();
    }
}

TEST_CASE("a retry that waits for its turn when the run stops keeps the result that the task had before", "[T35]") {
    Stage stage(2);
    TaskOptions serial;
    serial.run_serial = true;
    serial.retries = 1;
    stage.group("g");
    stage.task("g", "first");
    stage.task("g", "a", serial);
    stage.service("pg");
    stage.group("h", "pg").workers = 1;
    stage.tasks("h", {"x", "y"});
    stage.begin();
    stage.set_up("pg");
    stage.ended("first");
    CHECK(stage.ended("x") == Said{"x passed", "start a"});
    stage.died("pg", "exit code 1");  // The teardown waits until the serial task has ended.
    CHECK(only(stage.failed("a"), {"a ", "start", "tear"}) == Said{kFailed + " again", "tear down pg"});
    SECTION("stopped") {
        CHECK(only(stage.stop(StopLevel::no_more_starts), {"a "}) == Said{kFailed});
        CHECK(stage.outcome("a").attempt == 1);
    }
    SECTION("not stopped") { CHECK(only(stage.torn_down("pg"), {"start"}) == Said{"start a (attempt 2)"}); }
    stage.play();
    stage.over();
}

TEST_CASE("a retry that is pending when its group fails keeps the result that the task had before", "[T35]") {
    Stage stage(1);
    stage.service("pg");
    stage.fixture("dir", "pg", FixtureScope::task);
    stage.group("g", "dir").retries = 1;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    stage.set_up("dir[a]");
    CHECK(stage.failed("a") == Said{kFailed + " again", "tear down dir[a]"});
    stage.died("pg", "exit code 1");
    CHECK(only(stage.torn_down("dir[a]"), {"a "}) == Said{kFailed});
    stage.play();
    stage.over();
}
