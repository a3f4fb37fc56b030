// Under ctest, fixtures that are held stay up between tasks.
#include "tests/unit/schedule/ctest_stage.h"

using namespace pf;
using pf::test::Ctest;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("a held fixture stays between tasks and goes when it is released, its child first", "[F3]") {
    Ctest stage;
    stage.up();
    CHECK(stage.ask(0) == Said{"start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.ask(1) == Said{"start b"});
    CHECK(stage.ended("b") == Said{"b passed"});
    CHECK(stage.release("schema") == Said{"close g/0", "tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down"});
    CHECK(stage.release("db") == Said{"tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("holding a fixture sets up those that it is nested in", "[F1]") {
    Ctest stage;
    CHECK(stage.hold("schema") == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "set up schema"});
    CHECK(stage.set_up("schema") == Said{"schema is up", "schema is ready"});
    CHECK(stage.release("schema") == Said{"tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("holding what is held is answered again, and one release is enough") {
    Ctest stage;
    CHECK(stage.hold("db") == Said{"set up db"});
    CHECK(stage.hold("db") == Said{});
    CHECK(stage.set_up("db") == Said{"db is up", "db is ready"});
    CHECK(stage.hold("db") == Said{"db is ready"});
    CHECK(stage.release("db") == Said{"tear down db"});
    CHECK(stage.release("db") == Said{});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("a parent that is released early stays as long as its child is held") {
    Ctest stage;
    stage.up();
    CHECK(stage.release("db") == Said{});
    CHECK(stage.release("schema") == Said{"tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("a held fixture whose set-up fails is torn down once and tried again when it is held again") {
    Ctest stage;
    CHECK(stage.hold("db") == Said{"set up db"});
    CHECK(stage.set_up("db", SetupOutcome::failed, "exit code 1") ==
          Said{"db failed: exit code 1", "tear down db", "db is not ready: fixture db failed: exit code 1"});
    CHECK(stage.ask(0) == Said{"a not_run (fixture_failed): fixture db failed: exit code 1"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    CHECK(stage.hold("schema") == Said{"schema is not ready: fixture db failed: exit code 1"});
    CHECK(stage.hold("db") == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "db is ready"});
    CHECK(stage.hold("schema") == Said{"set up schema"});
    CHECK(stage.set_up("schema") == Said{"schema is up", "schema is ready"});
    CHECK(stage.ask(0) == Said{"start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.release("schema") == Said{"close g/0", "tear down schema"});
    stage.release("db");
    stage.play();
    stage.over();
}

TEST_CASE("holding again what is being torn down waits for its end") {
    Ctest stage;
    stage.hold("db");
    stage.set_up("db");
    CHECK(stage.release("db") == Said{"tear down db"});
    CHECK(stage.hold("db") == Said{});
    CHECK(stage.torn_down("db") == Said{"db is down", "set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "db is ready"});
    stage.release("db");
    stage.play();
    stage.over();
}

TEST_CASE("a set-up that asks to be skipped is not ready, and its tasks are skipped") {
    Ctest stage;
    stage.hold("db");
    CHECK(stage.set_up("db", SetupOutcome::skipped, "exit code 77") ==
          Said{"db skipped: exit code 77", "tear down db (clean up only)",
               "db is not ready: fixture db was skipped: exit code 77"});
    CHECK(stage.ask(0) == Said{"a skipped (fixture_skipped): fixture db was skipped: exit code 77"});
    stage.release("db");
    stage.play();
    stage.over();
}

TEST_CASE("a service that dies while it is held is torn down, and fails what comes") {
    Stage stage(8);
    stage.service("db");
    stage.group("g", "db");
    stage.begin();
    stage.tasks("g", {"a"});
    stage.hold("db");
    stage.set_up("db");
    CHECK(stage.died("db", "exit code 1") == Said{"tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    CHECK(stage.added({0}) == Said{"a not_run (service_died): service db died: exit code 1"});
    CHECK(stage.release("db") == Said{});
    stage.over();
}

TEST_CASE("the fixtures of workers stay between the tasks of a held fixture", "[W4]") {
    Stage stage(8);
    stage.fixture("server");
    stage.fixture("db", "server");
    stage.fixture("dir", "db", FixtureScope::worker);
    stage.group("g", "dir");
    stage.begin();
    stage.tasks("g", {"a", "b"});
    stage.hold("server");
    stage.set_up("server");
    stage.hold("db");
    stage.set_up("db");
    CHECK(stage.added({0}) == Said{"set up dir[g/0]"});
    CHECK(stage.set_up("dir[g/0]") == Said{"dir[g/0] is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.added({1}) == Said{"start b"});
    CHECK(stage.ended("b") == Said{"b passed"});
    CHECK(stage.release("db") == Said{"tear down dir[g/0]"});
    CHECK(stage.torn_down("dir[g/0]") == Said{"dir[g/0] is down", "close g/0", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.release("server");
    stage.play();
    stage.over();
}

TEST_CASE("a held group keeps its workers", "[W4]") {
    Stage stage(8);
    stage.group("g");
    stage.begin();
    stage.tasks("g", {"a", "b"});
    stage.hold_group("g");
    CHECK(stage.added({0}) == Said{"start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK_FALSE(stage.scheduler->finished());
    CHECK(stage.added({1}) == Said{"start b"});
    CHECK(stage.ended("b") == Said{"b passed"});
    CHECK(stage.release_group("g") == Said{"close g/0"});
    stage.over();
}

TEST_CASE("a task that is asked for again begins with its first attempt", "[W1]") {
    Stage stage(8);
    stage.group("g").retries = 1;
    stage.begin();
    stage.tasks("g", {"a"});
    CHECK(stage.added({0}) == Said{"start a"});
    stage.failed("a");
    stage.failed("a");
    CHECK(stage.added({0}) == Said{"start a"});
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again", "start a (attempt 2)"});
    CHECK(stage.ended("a") == Said{"a passed flaky", "close g/0"});
    stage.over();
}

TEST_CASE("when ctest ends everything that is held goes") {
    Ctest stage;
    stage.up();
    stage.ask(0);
    CHECK(stage.stop(StopLevel::terminate) == Said{"end a"});
    CHECK(stage.ended("a") ==
          Said{"a not_run (interrupted): interrupted after 0.0 s by SIGINT", "close g/0", "tear down schema"});
    CHECK(stage.hold("db") == Said{"db is not ready: interrupted by SIGINT"});
    CHECK(stage.torn_down("schema") == Said{"schema is down", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

TEST_CASE("when ctest ends during a set-up, whoever waits for it is told") {
    Ctest stage;
    stage.hold("db");
    CHECK(stage.stop(StopLevel::terminate) == Said{"db is not ready: interrupted by SIGINT", "end db"});
    CHECK(stage.set_up("db") == Said{"db interrupted: interrupted by SIGINT", "tear down db"});
    CHECK(stage.torn_down("db") == Said{"db is down"});
    stage.over();
}

namespace {

// A linked program that is held, with a suite that ctest does not know.
class LinkedCtest : public Stage {
public:
    LinkedCtest() : Stage(8) {
        fixture("g").kind = FixtureKind::linked;
        fixture("suite", "g").kind = FixtureKind::linked;
        for (PlannedFixture& one : plan.fixtures) {
            one.program = 0;
        }
        plan.fixtures[1].linked_name = "suite";
        group("g", "suite");
        CHECK(begin() == Said{});
        tasks("g", {"a", "b"});
    }
};

}  // namespace

TEST_CASE("a fixture within a linked program stays up as long as the program is held") {
    LinkedCtest stage;
    CHECK(stage.plan.ctest_fixtures({1}) == std::vector<FixtureId>{0});
    CHECK(stage.hold("g") == Said{"set up g"});
    CHECK(stage.set_up("g") == Said{"g is up", "g is ready"});
    CHECK(stage.added({0}) == Said{"set up suite"});
    CHECK(stage.set_up("suite") == Said{"suite is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.added({1}) == Said{"start b"});
    CHECK(stage.ended("b") == Said{"b passed"});
    CHECK(stage.release("g") == Said{"close g/0", "tear down suite"});
    CHECK(stage.torn_down("suite") == Said{"suite is down", "tear down g"});
    CHECK(stage.torn_down("g") == Said{"g is down"});
    stage.over();
}

TEST_CASE("where a group has another fixture of its name, that one holds its program") {
    Plan plan;
    plan.fixtures.resize(3);
    plan.fixtures[0].name = "g";
    plan.fixtures[1].name = "g/program";
    plan.fixtures[1].parents = {0};
    plan.fixtures[1].program = 0;
    plan.fixtures[2] = plan.fixtures[1];
    plan.fixtures[2].parents = {1};
    plan.fixtures[2].linked_name = "suite";
    plan.groups.resize(1);
    plan.groups[0].name = "g";
    CHECK(plan.ctest_fixtures({2}) == std::vector<FixtureId>{0});
    plan.fixtures[0].scope = FixtureScope::worker;
    CHECK(plan.ctest_fixtures({2}).empty());
}

TEST_CASE("a worker whose fixtures are up gives its number up to a task of its pool that waits for one", "[W5]") {
    Stage stage(8);
    stage.fixture("program");
    stage.fixture("each", "program", FixtureScope::worker);
    for (const char* fixture : {"each", "program"}) {
        Group& group = stage.group(std::string("g/") + fixture, fixture);
        group.pool = 0;
        group.workers = 1;
    }
    stage.begin();
    stage.tasks("g/each", {"a"});
    stage.tasks("g/program", {"x"});
    stage.hold("program");
    stage.set_up("program");
    stage.added({0});
    stage.set_up("each[g/each/0]");
    CHECK(stage.ended("a") == Said{"a passed"});
    CHECK(stage.added({1}) == Said{"tear down each[g/each/0]"});
    CHECK(stage.torn_down("each[g/each/0]") == Said{"each[g/each/0] is down", "start x"});
    CHECK(stage.ended("x") == Said{"x passed"});
    stage.release("program");
    stage.play();
    stage.over();
}

TEST_CASE("what tasks alone had set up stays until it is released, or all of it until the end", "[F19]") {
    Ctest stage;
    stage.retain("schema");
    CHECK(stage.ask(0) == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "set up schema"});
    CHECK(stage.set_up("schema") == Said{"schema is up", "start a"});
    CHECK(stage.ended("a") == Said{"a passed"});
    stage.retain("schema");
    CHECK(stage.ask(1) == Said{"start b"});
    CHECK(stage.ended("b") == Said{"b passed"});
    SECTION("released") {
        CHECK(stage.release("schema") == Said{"close g/0", "tear down schema"});
        CHECK(stage.torn_down("schema") == Said{"schema is down"});
        CHECK(stage.release("db") == Said{"tear down db"});
    }
    SECTION("the end") { stage.stop(StopLevel::terminate); }
    stage.play();
    stage.over();
}

TEST_CASE("the parent of a held fixture stays up for the next one", "[F19]") {
    Ctest stage;
    stage.retain("schema");
    CHECK(stage.hold("schema") == Said{"set up db"});
    stage.set_up("db");
    stage.set_up("schema");
    CHECK(stage.release("schema") == Said{"tear down schema"});
    CHECK(stage.torn_down("schema") == Said{"schema is down"});
    stage.retain("schema");
    CHECK(stage.hold("schema") == Said{"set up schema"});
    stage.stop(StopLevel::terminate);
    stage.play();
    stage.over();
}

TEST_CASE("a set-up that failed for a task is not tried again for the next", "[F19]") {
    Ctest stage;
    stage.retain("schema");
    CHECK(stage.ask(0) == Said{"set up db"});
    stage.set_up("db", SetupOutcome::failed, "exit code 1");
    stage.torn_down("db");
    stage.retain("schema");
    CHECK(stage.ask(1) == Said{"b not_run (fixture_failed): fixture db failed: exit code 1"});
    stage.play();
    stage.over();
}
