// When fixtures are set up and torn down.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("a run of nothing is over at once") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    CHECK(stage.begin() == Said{});
    stage.over();
}

TEST_CASE("tasks without a fixture start at once, as many as there are slots", "[T1][W1]") {
    Stage stage;
    stage.group("g");
    stage.tasks("g", {"a", "b", "c"});
    CHECK(stage.begin() == Said{"start a", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "start c"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0"});
    CHECK(stage.ended("c") == Said{"c passed", "close g/1"});
    stage.over();
}

TEST_CASE("a fixture is set up just before its first task and torn down as soon as its last has ended",
          "[F1][F2][F3][F18][T2][T3]") {
    Stage stage(1);
    stage.fixture("db");
    stage.group("g", "db");
    stage.tasks("g", {"a", "b"});
    stage.group("h");
    stage.tasks("h", {"c"});
    CHECK(stage.begin() == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "close g/0", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down", "start c"});
    CHECK(stage.ended("c") == Said{"c passed", "close h/0"});
    stage.over();
}

TEST_CASE("a fixture of a group without tasks is not set up") {
    Stage stage;
    stage.fixture("unused");
    stage.group("empty", "unused");
    stage.group("g");
    stage.tasks("g", {"a"});
    CHECK(stage.begin() == Said{"start a"});
    stage.play();
    stage.over();
}

TEST_CASE("nested fixtures are set up from outer to inner and torn down last-in first-out", "[F1][F3]") {
    Stage stage;
    stage.fixture("pg");
    stage.fixture("schema", "pg");
    stage.fixture("data", "schema");
    stage.group("g", "data");
    stage.tasks("g", {"a"});
    CHECK(stage.begin() == Said{"set up pg"});
    CHECK(stage.set_up("pg") == Said{"pg is up", "set up schema"});
    CHECK(stage.set_up("schema") == Said{"schema is up", "set up data"});
    CHECK(stage.set_up("data") == Said{"data is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "tear down data"});
    CHECK(stage.torn_down("data") == Said{"data is down", "tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "tear down pg"});
    CHECK(stage.torn_down("pg") == Said{"pg is down"});
    stage.over();
}

TEST_CASE("an inner fixture goes while the outer one is still needed") {
    Stage stage(1);
    stage.fixture("pg");
    stage.fixture("schema", "pg");
    stage.group("inner", "schema");
    stage.tasks("inner", {"a"});
    stage.group("outer", "pg");
    stage.tasks("outer", {"b"});
    stage.begin();
    stage.set_up("pg");
    stage.set_up("schema");
    CHECK(stage.ended("a") == Said{"a passed", "close inner/0", "tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "close outer/0", "tear down pg"});
    stage.torn_down("pg");
    stage.over();
}

TEST_CASE("independent groups overlap") {
    Stage stage;
    for (const char* name : {"one", "two"}) {
        stage.fixture(name);
        stage.group(name, name);
    }
    stage.tasks("one", {"a"});
    stage.tasks("two", {"b"});
    CHECK(stage.begin() == Said{"set up one", "set up two"});
    CHECK(stage.set_up("two") == Said{"two is up", "start b"});
    CHECK(stage.set_up("one") == Said{"one is up", "start a"});
    CHECK(stage.ended("b") == Said{"b passed", "close two/0", "tear down two"});
    CHECK(stage.ended("a") == Said{"a passed", "close one/0", "tear down one"});
    stage.play();
    stage.over();
}

TEST_CASE("a group is finished before another begins, while there is a slot too few for both") {
    Stage stage;
    stage.fixture("one");
    stage.fixture("two");
    stage.group("g", "one");
    stage.tasks("g", {"a", "b", "c"});
    stage.group("h", "two");
    stage.tasks("h", {"x", "y"});
    CHECK(stage.begin() == Said{"set up one", "set up two"});  // Otherwise the second slot would be idle.
    CHECK(stage.set_up("one") == Said{"one is up", "start a"});
    CHECK(stage.set_up("two") == Said{"two is up", "start b"});
    CHECK(stage.ended("a") == Said{"a passed", "start c"});
    CHECK(stage.ended("b") == Said{"b passed", "close g/1", "start x"});
    stage.play();
    stage.over();
}

TEST_CASE("what two groups share is set up once") {
    Stage stage;
    stage.fixture("pg");
    for (const char* name : {"g", "h"}) {
        stage.group(name, "pg");
    }
    stage.tasks("g", {"a"});
    stage.tasks("h", {"b"});
    CHECK(stage.begin() == Said{"set up pg"});
    CHECK(stage.set_up("pg") == Said{"pg is up", "start a", "start b"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0"});
    CHECK(stage.ended("b") == Said{"b passed", "close h/0", "tear down pg"});
    stage.play();
    stage.over();
}

TEST_CASE("a WORKER fixture is set up once in each worker", "[T2][T3][F1][W1][W2][W3][W4]") {
    Stage stage;
    stage.fixture("pg");
    stage.fixture("schema", "pg", FixtureScope::worker);
    stage.group("g", "schema");
    stage.tasks("g", {"a", "b", "c", "d"});
    CHECK(stage.begin() == Said{"set up pg"});
    CHECK(stage.set_up("pg") == Said{"pg is up", "set up schema[g/0]", "set up schema[g/1]"});
    CHECK(stage.set_up("schema[g/1]") == Said{"schema[g/1] is up", "start b"});
    CHECK(stage.set_up("schema[g/0]") == Said{"schema[g/0] is up", "start a"});
    CHECK(stage.ended("b") == Said{"b passed", "start c"});
    CHECK(stage.ended("c") == Said{"c passed", "start d"});
    CHECK(stage.ended("a") == Said{"a passed", "tear down schema[g/0]"});
    CHECK(stage.ended("d") == Said{"d passed", "tear down schema[g/1]"});
    CHECK(stage.torn_down("schema[g/1]") == Said{"schema[g/1] is down", "close g/1"});
    CHECK(stage.torn_down("schema[g/0]") == Said{"schema[g/0] is down", "close g/0", "tear down pg"});
    stage.play();
    stage.over();
}

TEST_CASE("a worker that is not needed sets nothing up") {
    Stage stage(4);
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema");
    stage.tasks("g", {"a"});
    CHECK(stage.begin() == Said{"set up schema[g/0]"});
    stage.play();
    stage.over();
}

TEST_CASE("a TASK fixture is set up again for every attempt", "[T33][T34][F1][F3]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir").retries = 1;
    stage.tasks("g", {"a", "b"});
    CHECK(stage.begin() == Said{"set up dir[a]"});
    CHECK(stage.set_up("dir[a]") == Said{"dir[a] is up", "start a"});
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again", "tear down dir[a]"});
    CHECK(stage.torn_down("dir[a]") == Said{"dir[a] is down", "set up dir[a]"});
    CHECK(stage.set_up("dir[a]") == Said{"dir[a] is up", "start a (attempt 2)"});
    CHECK(stage.ended("a") == Said{"a passed flaky", "tear down dir[a]"});
    CHECK(stage.torn_down("dir[a]") == Said{"dir[a] is down", "set up dir[b]"});
    stage.play();
    stage.over();
}

TEST_CASE("all three scopes nest") {
    Stage stage(1);
    stage.fixture("run");
    stage.fixture("worker", "run", FixtureScope::worker);
    stage.fixture("task", "worker", FixtureScope::task);
    stage.fixture("inner", "task", FixtureScope::task);
    stage.group("g", "inner");
    stage.tasks("g", {"a", "b"});
    CHECK(only(stage.begin(), {"set up"}) == Said{"set up run"});
    const Said said = only(stage.play(), {"set up", "tear down", "start"});
    CHECK(said == Said{"set up worker[g/0]", "set up task[a]", "set up inner[a]", "start a", "tear down inner[a]",
                       "tear down task[a]", "set up task[b]", "set up inner[b]", "start b", "tear down inner[b]",
                       "tear down task[b]", "tear down worker[g/0]", "tear down run"});
    stage.over();
}

TEST_CASE("a retry goes to a worker whose fixture is up") {
    Stage stage;
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema").retries = 1;
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("schema[g/0]");
    stage.set_up("schema[g/1]");
    CHECK(stage.ended("a") == Said{"a passed", "tear down schema[g/0]"});
    SECTION("while another is being torn down") {
        CHECK(only(stage.failed("b"), {"start"}) == Said{"start b (attempt 2)"});
        CHECK(stage.start_of("b").worker.number == 1);
        stage.torn_down("schema[g/0]");
    }
    SECTION("after another has gone") {
        CHECK(stage.torn_down("schema[g/0]") == Said{"schema[g/0] is down", "close g/0"});
        CHECK(only(stage.failed("b"), {"start", "set up"}) == Said{"start b (attempt 2)"});
        CHECK(stage.start_of("b").worker.number == 1);
    }
    CHECK(stage.running("b"));
    stage.play();
    stage.over();
}

TEST_CASE("a teardown takes a slot and goes before the next start") {
    Stage stage(1);
    stage.fixture("one");
    stage.group("g", "one");
    stage.tasks("g", {"a"});
    stage.group("h");
    stage.tasks("h", {"b"});
    stage.begin();
    stage.set_up("one");
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "tear down one"});
    CHECK(stage.running().empty());
    CHECK(stage.torn_down("one") == Said{"one is down", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a teardown waits while a serial task runs alone") {
    Stage stage(2);
    stage.fixture("one");
    stage.group("g", "one");
    stage.tasks("g", {"a"});
    stage.group("h", "one");
    TaskOptions serial;
    serial.run_serial = true;
    stage.task("h", "alone", serial);
    stage.begin();
    CHECK(stage.set_up("one") == Said{"one is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0", "start alone"});
    CHECK(stage.ended("alone") == Said{"alone passed", "close h/0", "tear down one"});
    stage.play();
    stage.over();
}

TEST_CASE("a disabled task needs no fixture", "[T4]") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    TaskOptions disabled;
    disabled.disabled = true;
    stage.task("g", "off", disabled);
    CHECK(stage.begin() == Said{"off skipped (disabled): disabled"});
    stage.over();
}
