// The death and the stop of services.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("a service that dies: what runs on it fails, what waits does not run, and nothing is retried",
          "[T8][T25][F13][F14]") {
    Stage stage;
    stage.service("pg");
    stage.fixture("schema", "pg");
    stage.group("g", "schema").retries = 3;
    stage.tasks("g", {"a", "b", "c", "d"});
    stage.group("other", "pg");
    stage.tasks("other", {"x"});
    stage.begin();
    stage.set_up("pg");
    stage.ended("x");
    stage.set_up("schema");
    stage.ended("a");
    REQUIRE(stage.running() == std::vector<std::string>{"b", "c"});
    const std::string why = ": service pg died: killed by SIGSEGV";
    CHECK(stage.died("pg", "killed by SIGSEGV") == Said{"end c", "end b", "d not_run (service_died)" + why});
    CHECK(stage.ended("b") == Said{"b failed (service_died)" + why, "close g/1"});
    CHECK(stage.failed("c", Outcome::crashed) ==
          Said{"c failed (service_died)" + why, "close g/0", "tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "tear down pg"});
    stage.play();
    stage.over();
}

TEST_CASE("what waits for a service that dies does not run", "[T8]") {
    Stage stage(1);
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("pg");
    CHECK(stage.died("pg", "exit code 1") == Said{"end a", "b not_run (service_died): service pg died: exit code 1"});
    CHECK(stage.outcome("b").attempt == 0);
    stage.play();
    CHECK(stage.conclusion("a").outcome == Outcome::failed);
    CHECK(stage.conclusion("a").cause == Cause::service_died);
    stage.over();
}

TEST_CASE("the death of a service is said once", "[F13]") {
    Stage stage(1);
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    stage.died("pg", "exit code 1");
    CHECK(stage.died("pg", "exit code 1").empty());
    stage.ended("a");
    CHECK(stage.died("pg", "exit code 1").empty());  // It is being torn down.
    stage.play();
    stage.over();
}

TEST_CASE("the death of a service while it is torn down is not said", "[F13]") {
    Stage stage(1);
    stage.options.max_fail = 1;
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.group("h");
    stage.tasks("h", {"x"});
    stage.begin();
    stage.set_up("pg");
    REQUIRE(only(stage.ended("a"), {"tear down"}) == Said{"tear down pg"});
    CHECK(stage.died("pg", "exit code 1").empty());
    stage.play();
    CHECK(stage.conclusion("x").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("a set-up on a service that dies is ended", "[F6][T14]") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage(1);
        stage.service("pg");
        stage.fixture("schema", "pg", scope);
        stage.group("g", "schema");
        stage.tasks("g", {"a", "b"});
        stage.begin();
        stage.set_up("pg");
        const std::string name = stage.busy().at(0);
        const Said said = stage.died("pg", "exit code 1");
        CHECK(only(said, {"end"}) == Said{"end " + name});
        CHECK(stage.conclusion("b").cause == Cause::service_died);
        const Said after = stage.set_up(name);
        CHECK(after[0] == name + " failed: service pg died: exit code 1");
        CHECK(only(after, {"start"}).empty());
        CHECK(stage.conclusion("a").outcome == Outcome::not_run);
        CHECK(stage.conclusion("a").cause ==
              (scope == FixtureScope::run ? Cause::service_died : Cause::fixture_failed));
        CHECK(stage.outcome("a").attempt == 0);
        stage.play();
        stage.over();
    }
}

TEST_CASE("a set-up that does not require the service that dies goes on", "[F6]") {
    Stage stage;
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.fixture("other");
    stage.group("h", "other");
    stage.tasks("h", {"x"});
    stage.begin();
    stage.set_up("pg");
    REQUIRE(stage.setting_up("other"));
    CHECK(stage.died("pg", "exit code 1") == Said{"end a"});
    CHECK(stage.set_up("other") == Said{"other is up", "start x"});
    stage.play();
    stage.over();
}

TEST_CASE("a WORKER service that dies ends its worker's task; others of the group go on with theirs", "[T25]") {
    Stage stage;
    stage.service("pg", "", FixtureScope::worker);
    stage.group("g", "pg");
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    stage.set_up("pg[g/0]");
    stage.set_up("pg[g/1]");
    CHECK(stage.died("pg[g/1]", "exit code 1") ==
          Said{"end b", "c not_run (service_died): service pg died: exit code 1"});
    CHECK(stage.ended("a") == Said{"a passed", "tear down pg[g/0]"});
    CHECK(stage.ended("b") == Said{"b failed (service_died): service pg died: exit code 1", "tear down pg[g/1]"});
    stage.play();
    stage.over();
}

TEST_CASE("a TASK service that dies ends its task only", "[T25]") {
    Stage stage(1);
    stage.service("pg", "", FixtureScope::task);
    stage.group("g", "pg").retries = 1;  // The death of a service is no reason for a retry.
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("pg[a]");
    CHECK(stage.died("pg[a]", "exit code 1") == Said{"end a"});
    CHECK(stage.ended("a") == Said{"a failed (service_died): service pg died: exit code 1", "tear down pg[a]"});
    CHECK(only(stage.play(), {"b"}) == Said{"b passed"});
    stage.over();
}

TEST_CASE("a task that times out while its service dies has timed out") {
    Stage stage(1);
    stage.service("pg");
    stage.group("g", "pg").timeout = 10;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    CHECK(stage.pass(10) == Said{"end a"});
    CHECK(stage.died("pg", "exit code 1").empty());
    CHECK(stage.failed("a", Outcome::crashed)[0] == "a timeout (timeout): timed out after 10 s");
    stage.play();
    stage.over();
}

TEST_CASE("a task that does not end when its service died is killed", "[T30][T32]") {
    Stage stage(1);
    stage.service("pg");
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    stage.died("pg", "exit code 1");
    CHECK(stage.pass(5) == Said{"kill a"});
    CHECK(stage.failed("a", Outcome::crashed)[0] == "a failed (service_died): service pg died: exit code 1");
    stage.play();
    stage.over();
}

TEST_CASE("a service that is not ready in time", "[F5]") {
    Stage stage(1);
    stage.service("pg").setup_timeout = 30;
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(30) == Said{"end pg"});
    CHECK(stage.set_up("pg", SetupOutcome::failed, "it ended before it was ready")[0] ==
          "pg timeout: it was not ready within 30 s");
    stage.play();
    stage.over();
}

TEST_CASE("a service that does not stop is killed, without another polite word", "[F17][F11][F18]") {
    Stage stage(1);
    stage.service("pg").stop_timeout = 4;
    stage.group("g", "pg");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("pg");
    stage.ended("a");
    CHECK(stage.pass(3.9).empty());
    CHECK(stage.pass(0.1) == Said{"kill pg"});
    CHECK(stage.pass(10) == Said{"abandon pg"});
    CHECK(stage.torn_down("pg") == Said{"pg is down, failed: it did not stop within 4 s and was killed"});
    stage.over();
}
