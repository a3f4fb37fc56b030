// Tasks and fixtures that require several fixtures.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("fixtures that do not require each other are set up beside each other", "[F1][T3]") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("g", "db broker");
    stage.tasks("g", {"t", "u"});
    CHECK(stage.begin() == Said{"set up db", "set up broker"});
    CHECK(stage.set_up("broker") == Said{"broker is up"});
    CHECK(stage.set_up("db") == Said{"db is up", "start t", "start u"});
    CHECK(stage.ended("t") == Said{"t passed", "close g/0"});
    CHECK(stage.ended("u") == Said{"u passed", "close g/1", "tear down db", "tear down broker"});
    stage.torn_down("db");
    stage.torn_down("broker");
    stage.over();
}

TEST_CASE("each of several set-ups takes a slot of its own") {
    Stage stage(1);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("g", "db broker");
    stage.task("g", "t");
    CHECK(stage.begin() == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "set up broker"});
    CHECK(stage.set_up("broker") == Said{"broker is up", "start t"});
    stage.play();
    stage.over();
}

TEST_CASE("a set-up that found no slot begins when another group gives one back") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("other");
    stage.task("other", "o");
    stage.group("g", "db broker");
    stage.task("g", "t");
    CHECK(stage.begin() == Said{"start o", "set up db"});
    CHECK(only(stage.ended("o"), {"set up"}) == Said{"set up broker"});
    stage.play();
    stage.over();
}

TEST_CASE("a fixture is set up after all of its parents, once, and torn down before them", "[F1][F3]") {
    Stage stage(4);
    stage.fixture("base");
    stage.fixture("left", "base");
    stage.fixture("right", "base");
    stage.fixture("top", "left right");
    stage.group("g", "top");
    stage.task("g", "t");
    stage.group("h", "right top");
    stage.task("h", "u");
    CHECK(stage.begin() == Said{"set up base"});
    CHECK(stage.set_up("base") == Said{"base is up", "set up left", "set up right"});
    CHECK(stage.set_up("left") == Said{"left is up"});
    CHECK(stage.set_up("right") == Said{"right is up", "set up top"});
    CHECK(stage.set_up("top") == Said{"top is up", "start t", "start u"});
    stage.ended("t");
    CHECK(only(stage.ended("u"), {"tear"}) == Said{"tear down top"});
    CHECK(stage.torn_down("top") == Said{"top is down", "tear down left", "tear down right"});
    CHECK(stage.torn_down("right") == Said{"right is down"});
    CHECK(stage.torn_down("left") == Said{"left is down", "tear down base"});
    stage.torn_down("base");
    stage.over();
}

TEST_CASE("a failed set-up takes down the fixtures beside it that nothing else needs", "[T6][F4]") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("g", "db broker");
    stage.task("g", "t");
    stage.begin();
    CHECK(stage.set_up("db", SetupOutcome::failed, "exit code 3") ==
          Said{"db failed: exit code 3", "t not_run (fixture_failed): fixture db failed: exit code 3", "tear down db"});
    SECTION("once they are up") { CHECK(stage.set_up("broker") == Said{"broker is up", "tear down broker"}); }
    SECTION("and a second failure does not change the reason") {
        stage.set_up("broker", SetupOutcome::failed, "no");
        CHECK(stage.conclusion("t").reason == "fixture db failed: exit code 3");
    }
    stage.play();
    stage.over();
}

TEST_CASE("a fixture beside a failed one stays up for other groups") {
    Stage stage(3);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("g", "db broker");
    stage.task("g", "t");
    stage.group("h", "broker");
    stage.task("h", "u");
    stage.begin();
    stage.set_up("db", SetupOutcome::failed, "exit code 3");
    CHECK(stage.set_up("broker") == Said{"broker is up", "start u"});
    CHECK(only(stage.ended("u"), {"tear"}) == Said{"tear down broker"});
    stage.play();
    stage.over();
}

TEST_CASE("a worker has an instance of its own of a fixture that requires one of scope RUN and one of scope WORKER") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("dir", "", FixtureScope::worker);
    stage.fixture("schema", "db dir", FixtureScope::worker);
    stage.fixture("rows", "schema", FixtureScope::task);
    stage.group("g", "rows dir");
    stage.tasks("g", {"t", "u"});
    CHECK(stage.begin() == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "set up dir[g/0]", "set up dir[g/1]"});
    CHECK(stage.set_up("dir[g/1]") == Said{"dir[g/1] is up", "set up schema[g/1]"});
    CHECK(stage.set_up("schema[g/1]") == Said{"schema[g/1] is up", "set up rows[u]"});
    CHECK(stage.set_up("rows[u]") == Said{"rows[u] is up", "start u"});
    CHECK(stage.ended("u") == Said{"u passed", "tear down rows[u]"});
    CHECK(only(stage.torn_down("rows[u]"), {"tear"}) == Said{"tear down schema[g/1]"});
    CHECK(only(stage.torn_down("schema[g/1]"), {"tear"}) == Said{"tear down dir[g/1]"});
    stage.play();
    stage.over();
}

TEST_CASE("a task waits again if another fixture below it dies while its own is set up", "[T16]") {
    Stage stage(1);
    stage.fixture("program").kind = FixtureKind::linked;
    stage.fixture("dir", "", FixtureScope::worker);
    stage.group("g", "program dir");
    stage.task("g", "t");
    stage.begin();
    CHECK(stage.set_up("program") == Said{"program is up", "set up dir[g/0]"});
    CHECK(stage.died("program", "exit code 1").empty());
    CHECK(stage.set_up("dir[g/0]") == Said{"dir[g/0] is up", "tear down program"});
    CHECK(stage.torn_down("program") == Said{"program is down", "set up program"});
    CHECK(stage.set_up("program") == Said{"program is up", "start t"});
    CHECK(stage.start_of("t").attempt == 1);
    stage.play();
    stage.over();
}

TEST_CASE("when one of two failed set-ups is tried again, the other still fails the tasks") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("broker");
    stage.group("g", "db broker");
    stage.begin();
    stage.hold("db");
    stage.hold("broker");
    stage.set_up("db", SetupOutcome::failed, "no db");
    stage.set_up("broker", SetupOutcome::failed, "no broker");
    stage.torn_down("db");
    stage.torn_down("broker");
    CHECK(stage.hold("db") == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "db is ready"});
    stage.task("g", "t");
    CHECK(stage.added({0}) == Said{"t not_run (fixture_failed): fixture broker failed: no broker"});
    stage.release("db");
    stage.release("broker");
    stage.play();
    stage.over();
}

TEST_CASE("the workers of a group stay while all fixtures of scope RUN that it requires are held") {
    Stage stage(2);
    stage.fixture("db");
    stage.fixture("broker");
    stage.fixture("dir", "", FixtureScope::worker);
    stage.group("g", "db dir broker");
    stage.task("g", "t");
    stage.begin();
    stage.hold("db");
    stage.hold("broker");
    stage.set_up("db");
    CHECK(stage.set_up("broker") == Said{"broker is up", "broker is ready", "set up dir[g/0]"});
    stage.set_up("dir[g/0]");
    CHECK(stage.ended("t") == Said{"t passed"});
    CHECK(stage.release("broker") == Said{"tear down dir[g/0]", "tear down broker"});
    stage.torn_down("broker");
    CHECK(stage.torn_down("dir[g/0]") == Said{"dir[g/0] is down", "close g/0"});
    CHECK(stage.release("db") == Said{"tear down db"});
    stage.torn_down("db");
    stage.over();
}
