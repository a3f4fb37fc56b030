// --stop-on-failure, Ctrl-C and the second Ctrl-C, in every phase.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

const std::string kBySignal = "interrupted by SIGINT";
const std::string kBySecond = "killed by a second SIGINT";
const std::string kOnFailure = "not_run (stop_on_failure): not started: --stop-on-failure";

Stage& one_group(Stage& stage, FixtureScope scope) {
    stage.fixture("db", "", scope);
    stage.group("g", "db");
    stage.tasks("g", {"a", "b"});
    return stage;
}

}  // namespace

TEST_CASE("--stop-on-failure lets running tasks finish and starts no others", "[R4][R9][T11]") {
    Stage stage;
    stage.options.max_fail = 1;
    stage.fixture("db");
    stage.group("g", "db");
    stage.tasks("g", {"a", "b", "c"});
    stage.group("h", "db");
    stage.tasks("h", {"x"});
    stage.begin();
    stage.set_up("db");
    stage.ended("a");
    CHECK(stage.failed("b") ==
          Said{"b failed (completed): exit code 1", "stopping with 1 running", "x " + kOnFailure, "close g/1"});
    CHECK(stage.ended("c") == Said{"c passed", "close g/0", "tear down db"});
    stage.play();
    stage.over();
}

TEST_CASE("--max-fail starts nothing more after that number of failures", "[R4][T11]") {
    Stage stage(2);
    stage.options.max_fail = 2;
    stage.group("g");
    stage.tasks("g", {"a", "b", "c", "d"});
    stage.begin();
    CHECK(only(stage.failed("a"), {"stopping"}).empty());
    stage.ended("b");
    CHECK(only(stage.failed("c"), {"stopping"}) == Said{"stopping with 1 running"});
    CHECK(only(stage.failed("d"), {"stopping"}).empty());
    stage.over();
    Stage short_of(1);
    short_of.options.max_fail = 2;
    short_of.group("g");
    short_of.tasks("g", {"a", "b", "c"});
    short_of.begin();
    short_of.failed("a");
    short_of.failed("b");
    CHECK(short_of.conclusion("c").reason == "not started: --max-fail 2");
    short_of.over();
}

TEST_CASE("what counts as a failure for --stop-on-failure") {
    Stage stage(1);
    stage.options.max_fail = 1;
    stage.fixture("db");
    stage.group("g", "db").retries = 1;
    stage.tasks("g", {"a", "b"});
    stage.group("h");
    stage.tasks("h", {"x"});
    stage.begin();
    const auto stopped = [](const Said& said) { return only(said, {"stopping"}).size() == 1; };
    SECTION("a set-up that fails") {
        CHECK(stopped(stage.set_up("db", SetupOutcome::failed, "exit code 3")));
        CHECK(stage.conclusion("x").cause == Cause::stop_on_failure);
    }
    SECTION("a set-up that takes too long") {
        stage.pass(300);
        CHECK(stopped(stage.set_up("db", SetupOutcome::failed, "killed by SIGTERM")));
    }
    SECTION("not one that skips") { CHECK_FALSE(stopped(stage.set_up("db", SetupOutcome::skipped, "exit code 77"))); }
    SECTION("not an attempt that is followed by another") {
        stage.set_up("db");
        CHECK_FALSE(stopped(stage.failed("a")));
        CHECK(stopped(stage.failed("a")));
    }
    SECTION("not a skip") {
        stage.set_up("db");
        CHECK_FALSE(stopped(stage.ended("a", {Outcome::skipped, Cause::skip_code, "exit code 77"})));
    }
    SECTION("a missing program") {
        stage.set_up("db");
        CHECK(stopped(stage.ended("a", {Outcome::not_run, Cause::missing_executable, "a does not exist"})));
    }
    stage.play();
    stage.over();
}

TEST_CASE("a service that dies stops a run with --stop-on-failure") {
    Stage stage(1);
    stage.options.max_fail = 1;
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.group("h");
    stage.tasks("h", {"x"});
    stage.begin();
    stage.set_up("pg");
    CHECK(stage.died("pg", "exit code 1") == Said{"end a", "stopping with 1 running", "x " + kOnFailure});
    CHECK(stage.failed("a")[0] == "a failed (service_died): service pg died: exit code 1");
    stage.play();
    stage.over();
}

TEST_CASE("a set-up that is going on when a failure stops the run sets up for nobody", "[T17][T11]") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage;
        stage.options.max_fail = 1;
        stage.group("h");
        stage.tasks("h", {"x"});
        one_group(stage, scope);
        stage.begin();
        REQUIRE(stage.busy().size() == 1);
        const std::string name = stage.busy()[0];
        stage.failed("x");
        const Said said = stage.set_up(name);
        CHECK(only(said, {"start", "set up"}).empty());
        CHECK(only(said, {"tear down"}) == Said{"tear down " + name});
        CHECK(stage.conclusion("a").cause == Cause::stop_on_failure);
        CHECK(stage.conclusion("a").reason == "not started: --stop-on-failure");
        CHECK(stage.outcome("a").attempt == 0);
        stage.play();
        stage.over();
    }
}

TEST_CASE("a task that a failure kept from running is said to have been, also when it is new", "[T5]") {
    Stage stage(1);
    stage.options.max_fail = 1;
    stage.group("g");
    TaskOptions generator;
    generator.generator = true;
    stage.task("g", "make", generator);
    stage.group("h");
    stage.tasks("h", {"x"});
    stage.options.slots = 2;
    stage.begin();
    stage.failed("x");
    CHECK(stage.added({stage.task("g", "late")}) == Said{"late " + kOnFailure});
    stage.play();
    stage.over();
}

TEST_CASE("a signal ends a set-up; it is torn down", "[F9][F12][T12][T17]") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage(1);
        one_group(stage, scope);
        stage.begin();
        const std::string name = stage.busy()[0];
        const Said said = stage.stop(StopLevel::terminate);
        CHECK(only(said, {"end"}) == Said{"end " + name});
        CHECK(stage.conclusion("b").reason == kBySignal);
        CHECK(stage.conclusion("b").cause == Cause::interrupted);
        CHECK(stage.pass(5) == Said{"kill " + name});
        const Said after = stage.set_up(name);
        CHECK(after[0] == name + " interrupted: " + kBySignal);
        CHECK(only(after, {"tear down"}) == Said{"tear down " + name});
        CHECK(stage.conclusion("a").outcome == Outcome::not_run);
        CHECK(stage.conclusion("a").cause == Cause::interrupted);
        CHECK(stage.conclusion("a").reason == kBySignal);
        stage.play();
        stage.over();
    }
}

TEST_CASE("a signal ends the running tasks and says after how long; fixtures are torn down",
          "[T12][T27][T30][R9][R5]") {
    Stage stage;
    stage.fixture("pg");
    stage.fixture("schema", "pg", FixtureScope::worker);
    stage.group("g", "schema").retries = 3;
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    stage.set_up("pg");
    stage.set_up("schema[g/0]");
    stage.set_up("schema[g/1]");
    stage.pass(2.5);
    CHECK(stage.stop(StopLevel::terminate) == Said{"c not_run (interrupted): " + kBySignal, "end a", "end b"});
    CHECK(stage.pass(4.9).empty());
    CHECK(stage.ended("a") ==
          Said{"a not_run (interrupted): interrupted after 2.5 s by SIGINT", "tear down schema[g/0]"});
    CHECK(stage.pass(0.1) == Said{"kill b"});
    CHECK(stage.failed("b", Outcome::crashed)[0] == "b not_run (interrupted): interrupted after 2.5 s by SIGINT");
    stage.torn_down("schema[g/1]");
    CHECK(stage.torn_down("schema[g/0]") == Said{"schema[g/0] is down", "close g/0", "tear down pg"});
    stage.play();
    stage.over();
}

TEST_CASE("a signal lets a teardown finish, whatever the grace", "[F17]") {
    Stage stage(1);
    stage.options.grace = GENERATE(5.0, 0.0);
    one_group(stage, FixtureScope::run);
    stage.begin();
    stage.set_up("db");
    stage.ended("a");
    stage.ended("b");
    CHECK(stage.stop(StopLevel::terminate).empty());
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("a fixture that is up when a signal comes is torn down at once") {
    Stage stage(2);
    stage.fixture("pg");
    stage.fixture("schema", "pg");
    stage.group("g", "schema");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    CHECK(stage.stop(StopLevel::terminate) == Said{"a not_run (interrupted): " + kBySignal, "end schema"});
    CHECK(only(stage.play(), {"tear down"}) == Said{"tear down schema", "tear down pg"});
    stage.over();
}

TEST_CASE("after a signal teardowns do not wait for the slots of tasks that are being ended") {
    Stage stage(2);
    TaskOptions locked;
    locked.locks = {stage.plan.keep("lock")};
    stage.group("h");
    stage.task("h", "x", locked);
    stage.fixture("db");
    stage.group("g", "db");
    stage.task("g", "first");
    stage.task("g", "a", locked);
    stage.group("i");
    stage.tasks("i", {"y"});
    stage.begin();
    stage.set_up("db");
    stage.ended("first");
    REQUIRE(stage.running() == std::vector<std::string>{"x", "y"});
    CHECK(only(stage.stop(StopLevel::terminate), {"tear down"}) == Said{"tear down db"});
    stage.play();
    stage.over();
}

TEST_CASE("after a failure teardowns wait as ever") {
    Stage stage(2);
    stage.options.max_fail = 1;
    TaskOptions serial;
    serial.run_serial = true;
    stage.group("g");
    stage.task("g", "first");
    stage.task("g", "alone", serial);
    stage.service("pg");
    stage.group("h", "pg").workers = 1;
    stage.tasks("h", {"x", "y"});
    stage.begin();
    stage.set_up("pg");
    stage.ended("first");
    stage.ended("x");
    REQUIRE(stage.running("alone"));
    CHECK(only(stage.died("pg", "exit code 1"), {"stopping", "tear"}) == Said{"stopping with 1 running"});
    CHECK(only(stage.ended("alone"), {"tear"}) == Said{"tear down pg"});
    stage.play();
    stage.over();
}

TEST_CASE("a second signal kills what is going on and runs no teardown command",
          "[T30][T31][F10][F11][F15][F17][R9][R6]") {
    Stage stage(2);
    SECTION("a set-up") {
        one_group(stage, FixtureScope::run);
        stage.begin();
        CHECK(only(stage.stop(StopLevel::terminate), {"end"}) == Said{"end db"});
        CHECK(stage.stop(StopLevel::kill) == Said{"kill db"});
        CHECK(stage.pass(10) == Said{"abandon db"});
        CHECK(stage.set_up("db", SetupOutcome::failed, "killed") ==
              Said{"db interrupted: " + kBySignal, "tear down db (killed)"});
        CHECK(stage.pass(10) == Said{"abandon db"});
        CHECK(stage.torn_down("db") == Said{"db is down, failed: " + kBySecond});
    }
    SECTION("tasks") {
        one_group(stage, FixtureScope::task);
        stage.begin();
        stage.set_up("db[a]");
        stage.set_up("db[b]");
        CHECK(stage.stop(StopLevel::terminate) == Said{"end a", "end b"});
        CHECK(stage.stop(StopLevel::kill) == Said{"kill a", "kill b"});
        CHECK(stage.failed("a", Outcome::crashed) ==
              Said{"a not_run (interrupted): interrupted after 0.0 s by SIGINT", "tear down db[a] (killed)"});
        CHECK(stage.pass(10) == Said{"abandon db[a]", "abandon b"});
    }
    SECTION("a teardown") {
        one_group(stage, FixtureScope::run);
        stage.begin();
        stage.set_up("db");
        stage.ended("a");
        stage.ended("b");
        stage.stop(StopLevel::terminate);
        CHECK(stage.stop(StopLevel::kill) == Said{"kill db"});
        CHECK(stage.pass(10) == Said{"abandon db"});
        CHECK(stage.torn_down("db") == Said{"db is down, failed: " + kBySecond});
    }
    SECTION("a teardown that was being ended for its time limit keeps that reason") {
        one_group(stage, FixtureScope::run);
        stage.begin();
        stage.set_up("db");
        stage.ended("a");
        stage.ended("b");
        CHECK(stage.pass(60) == Said{"end db"});
        CHECK(stage.stop(StopLevel::kill) == Said{"kill db"});
        CHECK(stage.torn_down("db") == Said{"db is down, failed: its teardown did not end within 60 s"});
    }
    SECTION("a fixture that is up") {
        stage.fixture("pg");
        stage.fixture("schema", "pg");
        stage.group("g", "schema");
        stage.tasks("g", {"a"});
        stage.begin();
        stage.set_up("pg");
        stage.set_up("schema");
        stage.stop(StopLevel::kill);
        CHECK(stage.ended("a") == Said{"a not_run (interrupted): interrupted after 0.0 s (" + kBySecond + ")",
                                       "close g/0", "tear down schema (killed)"});
        CHECK(only(stage.torn_down("schema"), {"tear"}) == Said{"tear down pg (killed)"});
    }
    stage.play();
    stage.over();
}

TEST_CASE("a stop only hardens") {
    Stage stage(1);
    one_group(stage, FixtureScope::run);
    stage.begin();
    stage.set_up("db");
    CHECK(stage.stop(StopLevel::kill).back() == "kill a");
    CHECK(stage.stop(StopLevel::terminate).empty());
    CHECK(stage.stop(StopLevel::kill).empty());
    stage.play();
    stage.over();
}

TEST_CASE("a signal after a stop on failure ends what was still running", "[R5]") {
    Stage stage;
    stage.options.max_fail = 1;
    stage.group("g");
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    stage.failed("a");
    CHECK(stage.stop(StopLevel::terminate) == Said{"end b"});
    CHECK(stage.ended("b")[0] == "b not_run (interrupted): interrupted after 0.0 s by SIGINT");
    stage.over();
}
