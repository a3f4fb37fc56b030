// Set-ups and teardowns that do not pass.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("a RUN set-up that fails: its tasks do not run, its own teardown and its ancestors' do", "[T6][F4][F14]") {
    Stage stage;
    stage.fixture("pg");
    stage.fixture("schema", "pg");
    stage.fixture("data", "schema");
    stage.group("g", "data");
    stage.tasks("g", {"a"});
    stage.group("h", "schema");
    stage.tasks("h", {"b"});
    stage.group("other", "pg");
    stage.tasks("other", {"c"});
    stage.begin();
    stage.set_up("pg");
    const Said said = stage.set_up("schema", SetupOutcome::failed, "exit code 3");
    CHECK(said == Said{"schema failed: exit code 3", "a not_run (fixture_failed): fixture schema failed: exit code 3",
                       "b not_run (fixture_failed): fixture schema failed: exit code 3", "tear down schema"});
    CHECK(stage.outcome("a").attempt == 0);
    CHECK(stage.outcome("a").worker.number == -1);
    CHECK(only(stage.play(), {"c ", "tear down"}) == Said{"c passed", "tear down pg"});
    stage.over();
}

TEST_CASE("a set-up that asks to be skipped: its tasks are skipped, only what it left is cleaned up", "[T7][T15][F4]") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage(1);
        stage.fixture("pg", "", scope);
        stage.group("g", "pg");
        stage.tasks("g", {"a", "b"});
        stage.begin();
        const std::string name = stage.busy().at(0);
        const Said said = stage.set_up(name, SetupOutcome::skipped, "exit code 77");
        const std::string why = " skipped (fixture_skipped): fixture pg was skipped: exit code 77";
        CHECK(only(said, {name}) == Said{name + " skipped: exit code 77"});
        CHECK(only(said, {"a "}) == Said{"a" + why});
        CHECK(only(said, {"b "}) == (scope == FixtureScope::task ? Said{} : Said{"b" + why}));
        CHECK(only(said, {"set up", "start", "tear"}) == Said{"tear down " + name + " (clean up only)"});
        stage.play();
        stage.over();
    }
}

TEST_CASE("a WORKER set-up that fails fails its group, others of its workers finish what they run", "[T6][T14]") {
    Stage stage;
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema").retries = 3;
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    stage.set_up("schema[g/0]");
    const Said said = stage.set_up("schema[g/1]", SetupOutcome::failed, "exit code 3");
    CHECK(said == Said{"schema[g/1] failed: exit code 3",
                       "c not_run (fixture_failed): fixture schema failed: exit code 3",
                       "b not_run (fixture_failed): fixture schema failed: exit code 3", "tear down schema[g/1]"});
    CHECK(stage.running("a"));
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1", "tear down schema[g/0]"});
    stage.play();
    stage.over();
}

TEST_CASE("a WORKER set-up that passes after another's failed starts nothing", "[T17]") {
    Stage stage;
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("schema[g/0]", SetupOutcome::failed, "exit code 3");
    CHECK(stage.set_up("schema[g/1]") == Said{"schema[g/1] is up",
                                              "b not_run (fixture_failed): fixture schema failed: exit code 3",
                                              "tear down schema[g/1]"});
    stage.play();
    stage.over();
}

TEST_CASE("a TASK set-up that fails takes its own task only", "[T14]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.fixture("file", "dir", FixtureScope::task);
    stage.group("g", "file").retries = 3;
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("dir[a]");
    CHECK(stage.set_up("file[a]", SetupOutcome::failed, "exit code 3") ==
          Said{"file[a] failed: exit code 3", "a not_run (fixture_failed): fixture file failed: exit code 3",
               "tear down file[a]"});
    CHECK(stage.torn_down("file[a]") == Said{"file[a] is down", "tear down dir[a]"});
    CHECK(stage.torn_down("dir[a]") == Said{"dir[a] is down", "set up dir[b]"});
    CHECK(only(stage.play(), {"b"}) == Said{"b passed"});
    stage.over();
}

TEST_CASE("a TASK set-up that fails for a later attempt leaves the result of the earlier one", "[T35]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir").retries = 2;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("dir[a]");
    stage.failed("a");
    stage.torn_down("dir[a]");
    CHECK(stage.set_up("dir[a]", SetupOutcome::failed, "exit code 3") ==
          Said{"dir[a] failed: exit code 3", "a failed (completed): exit code 1", "tear down dir[a]"});
    CHECK(stage.outcome("a").attempt == 1);
    stage.play();
    stage.over();
}

TEST_CASE("a set-up without end is ended politely, then killed, then abandoned", "[F5][F10][F11][F12][T14]") {
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage(1);
        stage.options.grace = 5;
        stage.options.kill_limit = 10;
        stage.fixture("db", "", scope).setup_timeout = 30;
        stage.group("g", "db");
        stage.tasks("g", {"a"});
        stage.begin();
        const std::string name = stage.busy().at(0);
        CHECK(stage.pass(29.9).empty());
        CHECK(stage.pass(0.1) == Said{"end " + name});
        CHECK(stage.pass(4.9).empty());
        CHECK(stage.pass(0.1) == Said{"kill " + name});
        CHECK(stage.pass(9.9).empty());
        CHECK(stage.pass(0.1) == Said{"abandon " + name});
        CHECK(stage.pass(1000).empty());
        // The result of a set-up that ends after its limit does not count.
        const Said said = stage.set_up(name);
        CHECK(said[0] == name + " timeout: its set-up did not end within 30 s");
        CHECK(said[1] == "a not_run (fixture_failed): fixture db failed: its set-up did not end within 30 s");
        CHECK(said[2] == "tear down " + name);
        stage.play();
        stage.over();
    }
}

TEST_CASE("a set-up without a limit may take any time") {
    Stage stage;
    stage.fixture("db").setup_timeout = 0;
    stage.group("g", "db");
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(1e6).empty());
    CHECK(stage.set_up("db") == Said{"db is up", "start a"});
    stage.play();
    stage.over();
}

TEST_CASE("without a grace an end is a kill") {
    Stage stage;
    stage.options.grace = 0;
    stage.fixture("db").setup_timeout = 30;
    stage.group("g", "db").timeout = 7;
    stage.tasks("g", {"a"});
    SECTION("of a set-up") {
        stage.begin();
        CHECK(stage.pass(30) == Said{"kill db"});
        stage.set_up("db", SetupOutcome::failed, "killed by SIGKILL");
    }
    SECTION("of a task") {
        stage.begin();
        stage.set_up("db");
        CHECK(stage.pass(7) == Said{"kill a"});
        stage.failed("a", Outcome::crashed);
    }
    stage.play();
    stage.over();
}

TEST_CASE("a teardown that fails is said and changes no task", "[F18]") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("db");
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "tear down db"});
    CHECK(stage.torn_down_badly("db", "exit code 9") == Said{"db is down, failed: exit code 9"});
    stage.over();
}

TEST_CASE("a teardown without end is ended politely, then killed, then abandoned", "[F16][F10][F11][F18]") {
    const bool ends_politely = GENERATE(false, true);
    for (const FixtureScope scope : {FixtureScope::run, FixtureScope::worker, FixtureScope::task}) {
        Stage stage(1);
        stage.options.grace = 5;
        stage.options.kill_limit = 10;
        stage.fixture("db", "", scope).teardown_timeout = 20;
        stage.group("g", "db");
        stage.tasks("g", {"a"});
        stage.begin();
        const std::string name = stage.busy().at(0);
        stage.set_up(name);
        stage.ended("a");
        CHECK(stage.pass(19.9).empty());
        CHECK(stage.pass(0.1) == Said{"end " + name});
        if (ends_politely) {
            CHECK(stage.pass(4.9).empty());
        } else {
            CHECK(stage.pass(5) == Said{"kill " + name});
            CHECK(stage.pass(10) == Said{"abandon " + name});
        }
        const Said said = stage.torn_down(name);
        CHECK(said[0] == name + " is down, failed: its teardown did not end within 20 s");
        CHECK(stage.conclusion("a").outcome == Outcome::passed);
        stage.over();
    }
}

TEST_CASE("many fixtures that hang are ended at the same time") {
    Stage stage(3);
    for (const char* name : {"one", "two", "three"}) {
        stage.fixture(name).setup_timeout = 10;
        stage.group(name, name);
        stage.tasks(name, {std::string("task of ") + name});
    }
    stage.begin();
    CHECK(stage.pass(10) == Said{"end one", "end two", "end three"});
    CHECK(stage.pass(5) == Said{"kill one", "kill two", "kill three"});
    stage.play();
    stage.over();
}
