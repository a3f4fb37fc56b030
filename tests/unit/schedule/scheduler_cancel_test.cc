// Tasks whose result nobody wants any more.
#include "tests/unit/schedule/ctest_stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

TEST_CASE("a task that is cancelled while it waits does not start", "[T13]") {
    Stage stage(1);
    stage.group("g");
    stage.begin();
    stage.tasks("g", {"a", "b"});
    CHECK(stage.added({0, 1}) == Said{"start a"});
    CHECK(stage.cancel("b", Outcome::not_run) == Said{"b not_run (interrupted): gone"});
    CHECK(stage.ended("a") == Said{"a passed", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled while it runs is killed, and has no further attempt", "[T28]") {
    Stage stage(1);
    stage.group("g").retries = 3;
    stage.begin();
    stage.tasks("g", {"a"});
    stage.added({0});
    CHECK(stage.cancel("a") == Said{"kill a"});
    CHECK(stage.cancel("a") == Said{});
    CHECK(stage.failed("a", Outcome::crashed) == Said{"a timeout (timeout): gone", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled with its ctest while it runs has not timed out", "[T28]") {
    Stage stage(1);
    stage.group("g");
    stage.begin();
    stage.tasks("g", {"a"});
    stage.added({0});
    CHECK(stage.cancel("a", Outcome::not_run) == Said{"kill a"});
    CHECK(stage.failed("a", Outcome::crashed) == Said{"a not_run (interrupted): gone", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled because the process that was started for it was killed has crashed", "[T28]") {
    Stage stage(1);
    stage.group("g").retries = 3;
    stage.begin();
    stage.tasks("g", {"a"});
    stage.added({0});
    CHECK(stage.cancel("a", Outcome::crashed) == Said{"kill a"});
    CHECK(stage.failed("a", Outcome::crashed) == Said{"a crashed (signal): gone", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled after its time limit keeps that reason", "[T30]") {
    Stage stage(1);
    stage.group("g").timeout = 3;
    stage.begin();
    stage.tasks("g", {"a"});
    stage.added({0});
    CHECK(stage.pass(3) == Said{"end a"});
    CHECK(stage.cancel("a") == Said{"kill a"});
    CHECK(stage.failed("a", Outcome::crashed) == Said{"a timeout (timeout): timed out after 3 s", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled while its fixture is set up does not start", "[T17]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir");
    stage.begin();
    stage.tasks("g", {"a"});
    CHECK(stage.added({0}) == Said{"set up dir[a]"});
    CHECK(stage.cancel("a", Outcome::not_run) == Said{});
    CHECK(stage.set_up("dir[a]") == Said{"dir[a] is up", "a not_run (interrupted): gone", "tear down dir[a]"});
    CHECK(stage.torn_down("dir[a]") == Said{"dir[a] is down", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is cancelled during a set-up that is then tried again does not start", "[T16][T17]") {
    const FixtureScope scope = GENERATE(FixtureScope::worker, FixtureScope::task);
    const std::string name = scope == FixtureScope::worker ? "dir[g/0]" : "dir[a]";
    Stage stage(1);
    stage.fixture("dir", "", scope).kind = FixtureKind::linked;
    stage.group("g", "dir");
    stage.begin();
    stage.tasks("g", {"a"});
    CHECK(stage.added({0}) == Said{"set up " + name});
    CHECK(stage.cancel("a", Outcome::not_run) == Said{});
    CHECK(only(stage.lost(name, "killed by SIGKILL"), {"a ", "tear down"}) ==
          Said{"a not_run (interrupted): gone", "tear down " + name});
    CHECK(only(stage.torn_down(name), {"start", "set up"}).empty());
    stage.over();
}

TEST_CASE("a task that is cancelled before it has started has not timed out", "[T13][T17]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir");
    stage.begin();
    stage.tasks("g", {"a", "b"});
    CHECK(stage.added({0, 1}) == Said{"set up dir[a]"});
    CHECK(stage.cancel("b", Outcome::timeout) == Said{"b not_run (interrupted): gone"});
    CHECK(stage.cancel("a", Outcome::timeout) == Said{});
    CHECK(only(stage.set_up("dir[a]"), {"a "}) == Said{"a not_run (interrupted): gone"});
    stage.play();
    stage.over();
}

TEST_CASE("a task that is cancelled between two attempts keeps the result of the first", "[T35]") {
    Stage stage(1);
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir").retries = 1;
    stage.begin();
    stage.tasks("g", {"a"});
    stage.added({0});
    stage.set_up("dir[a]");
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again", "tear down dir[a]"});
    CHECK(stage.cancel("a") == Said{"a failed (completed): exit code 1"});
    CHECK(stage.torn_down("dir[a]") == Said{"dir[a] is down", "close g/0"});
    stage.over();
}
