// The death of the process of a linked fixture, and groups that share worker numbers.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

void make_linked(Stage& stage, const std::string& name, const std::string& parent = "",
                 FixtureScope scope = FixtureScope::run) {
    stage.fixture(name, parent, scope).kind = FixtureKind::linked;
}

// Groups that are one for CMake.
void pool(Stage& stage, const std::vector<std::string>& fixtures, int workers = 0) {
    const auto first = static_cast<GroupId>(stage.plan.groups.size());
    for (const std::string& fixture : fixtures) {
        Group& group = stage.group("g/" + fixture, fixture);
        group.pool = first;
        group.workers = workers;
    }
}

}  // namespace

TEST_CASE("a linked fixture whose process dies: what is in flight has crashed, the rest runs on a new one",
          "[T26][F13][F14]") {
    Stage stage;
    make_linked(stage, "program");
    stage.group("g", "program");
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    stage.set_up("program");
    const std::string why = ": the process of fixture program died: killed by SIGKILL";
    CHECK(stage.died("program", "killed by SIGKILL") == Said{"end a", "end b"});
    for (int more = 0; more < kMostDeaths; ++more) {  // A death is told once.
        stage.scheduler->fixture_died(0, "killed by SIGKILL", stage.now);
    }
    CHECK(stage.scheduler->take_actions().empty());
    CHECK(stage.ended("a") == Said{"a crashed (fixture_died)" + why});
    CHECK(stage.ended("b") == Said{"b crashed (fixture_died)" + why, "tear down program"});
    CHECK(stage.torn_down("program") == Said{"program is down", "set up program"});
    CHECK(stage.set_up("program") == Said{"program is up", "start c", "close g/1"});
    stage.play();
    CHECK(stage.conclusion("c").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("it is set up again at most twice", "[T9]") {
    Stage stage(1);
    make_linked(stage, "program");
    stage.group("g", "program");
    stage.tasks("g", {"a", "b", "c", "d", "e"});
    stage.begin();
    for (const char* task : {"a", "b"}) {
        stage.set_up("program");
        stage.died("program", "exit code 1");
        stage.ended(task);
        stage.torn_down("program");
    }
    stage.set_up("program");
    const std::string why =
        "not_run (fixture_died): the process of fixture program died: exit code 1, as it did 2 times before";
    CHECK(stage.died("program", "exit code 1") == Said{"end c", "d " + why, "e " + why});
    stage.play();
    CHECK(stage.conclusion("c").outcome == Outcome::crashed);
    stage.over();
}

TEST_CASE("with it goes what is nested in it, and comes back with it") {
    Stage stage(1);
    make_linked(stage, "program");
    make_linked(stage, "suite", "program");
    stage.group("g", "suite");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("program");
    stage.set_up("suite");
    stage.died("program", "killed by SIGSEGV");
    CHECK(stage.ended("a").back() == "tear down suite");
    CHECK(stage.torn_down("suite") == Said{"suite is down", "tear down program"});
    CHECK(stage.torn_down("program").back() == "set up program");
    stage.play();
    CHECK(stage.conclusion("b").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("one of a worker's own is set up again in that worker", "[W5]") {
    Stage stage(1);
    make_linked(stage, "program", "", FixtureScope::worker);
    stage.group("g", "program");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("program[g/0]");
    stage.died("program[g/0]", "killed by SIGKILL");
    CHECK(stage.ended("a").back() == "tear down program[g/0]");
    stage.torn_down("program[g/0]");
    CHECK(stage.setting_up("program[g/0]"));
    stage.play();
    CHECK(stage.conclusion("b").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("a task in flight when its fixture's process dies may be tried again") {
    Stage stage(1);
    make_linked(stage, "program");
    stage.group("g", "program").retries = 1;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("program");
    stage.died("program", "killed by SIGKILL");
    stage.ended("a");
    stage.torn_down("program");
    CHECK(stage.set_up("program") == Said{"program is up", "start a (attempt 2)"});
    stage.play();
    CHECK(stage.outcome("a").flaky);
    stage.over();
}

TEST_CASE("a set-up whose process is killed is tried again, at most twice", "[F8]") {
    Stage stage(1);
    make_linked(stage, "program");
    stage.group("g", "program");
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.lost("program", "killed by SIGKILL") == Said{"program failed: killed by SIGKILL", "tear down program"});
    CHECK(stage.torn_down("program").back() == "set up program");
    stage.lost("program", "killed by SIGKILL");
    stage.torn_down("program");
    SECTION("the third time it is left alone") {
        stage.set_up("program");
        stage.play();
        CHECK(stage.conclusion("a").outcome == Outcome::passed);
    }
    SECTION("it is killed again") {
        stage.lost("program", "killed by SIGKILL");
        CHECK(stage.conclusion("a").cause == Cause::fixture_failed);
        CHECK(stage.conclusion("a").reason == "fixture program failed: killed by SIGKILL, as it did 2 times before");
        stage.play();
    }
    stage.over();
}

TEST_CASE("a set-up that is tried again is no failure", "[F8]") {
    Stage stage(1);
    stage.options.max_fail = 1;
    make_linked(stage, "program");
    stage.group("g", "program");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.lost("program", "killed by SIGKILL");
    CHECK(stage.torn_down("program").back() == "set up program");
    stage.play();
    CHECK(stage.conclusion("a").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("a set-up that is killed because it took too long has timed out", "[F5][F12]") {
    Stage stage(1);
    make_linked(stage, "program");
    stage.plan.fixtures[0].setup_timeout = 30;
    stage.group("g", "program");
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(30) == Said{"end program"});
    CHECK(stage.lost("program", "killed by SIGKILL")[0] == "program timeout: its set-up did not end within 30 s");
    stage.play();
    CHECK(stage.conclusion("a").cause == Cause::fixture_failed);
    stage.over();
}

TEST_CASE("a set-up on a fixture whose process dies for the third time has failed", "[F7][T14]") {
    Stage stage(1);
    make_linked(stage, "program");
    make_linked(stage, "suite", "program", FixtureScope::worker);
    stage.group("g", "suite");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    for (int death = 0; death < kMostDeaths; ++death) {
        stage.set_up("program");
        stage.died("program", "killed by SIGKILL");
        stage.set_up("suite[g/0]", SetupOutcome::failed, "killed by SIGTERM");
        stage.torn_down("suite[g/0]");
        stage.torn_down("program");
    }
    CHECK(stage.conclusion("a").cause == Cause::fixture_failed);
    CHECK(stage.conclusion("b").cause == Cause::fixture_died);
    stage.over();
}

TEST_CASE("a task whose set-up was to be tried again when the run is stopped has not run", "[T16]") {
    Stage stage(1);
    make_linked(stage, "inner", "", FixtureScope::task);
    stage.group("g", "inner");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.lost("inner[a]", "killed by SIGKILL");
    stage.stop(StopLevel::terminate);
    CHECK(only(stage.torn_down("inner[a]"), {"a "}) == Said{"a not_run (interrupted): interrupted by SIGINT"});
    stage.over();
}

TEST_CASE("the task that a worker's set-up is for waits for the next one, and has lost no attempt", "[T16]") {
    const FixtureScope scope = GENERATE(FixtureScope::worker, FixtureScope::task);
    const std::string name = scope == FixtureScope::worker ? "inner[g/0]" : "inner[a]";
    Stage stage(1);
    make_linked(stage, "program");
    make_linked(stage, "inner", "program", scope);
    stage.group("g", "inner");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.set_up("program");
    CHECK(stage.lost(name, "killed by SIGKILL").back() == "tear down " + name);
    CHECK(stage.torn_down(name).back() == "set up " + name);
    CHECK(stage.set_up(name).back() == "start a");
    stage.play();
    CHECK(stage.outcome("a").attempt == 1);
    CHECK_FALSE(stage.outcome("a").flaky);
    CHECK(stage.conclusion("b").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("a set-up on a fixture whose process dies is tried again with it", "[F7]") {
    const FixtureScope scope = GENERATE(FixtureScope::run, FixtureScope::worker, FixtureScope::task);
    const std::string name = scope == FixtureScope::run      ? "suite"
                             : scope == FixtureScope::worker ? "suite[g/0]"
                                                             : "suite[a]";
    Stage stage(1);
    make_linked(stage, "program");
    make_linked(stage, "suite", "program", scope);
    stage.group("g", "suite");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.set_up("program");
    CHECK(stage.died("program", "killed by SIGKILL").back() == "end " + name);
    const std::string why = "the process of fixture program died: killed by SIGKILL";
    CHECK(stage.set_up(name, SetupOutcome::failed, "killed by SIGTERM")[0] == name + " failed: " + why);
    stage.torn_down(name);
    CHECK(stage.torn_down("program").back() == "set up program");
    stage.play();
    CHECK(stage.conclusion("a").outcome == Outcome::passed);
    CHECK(stage.outcome("a").attempt == 1);
    stage.over();
}

TEST_CASE("in a pool no two tasks have the same worker number at a time, and there are WORKERS of them") {
    Stage stage(4);
    make_linked(stage, "program");
    make_linked(stage, "one", "program");
    make_linked(stage, "two", "program");
    pool(stage, {"one", "two"}, 2);
    stage.tasks("g/one", {"a", "b", "c"});
    stage.tasks("g/two", {"x", "y"});
    stage.begin();
    stage.set_up("program");
    stage.set_up("one");
    REQUIRE(stage.running() == std::vector<std::string>{"a", "b"});
    CHECK(stage.start_of("a").worker.number != stage.start_of("b").worker.number);
    stage.ended("a");
    REQUIRE(stage.running() == std::vector<std::string>{"b", "c"});
    stage.ended("c");  // The worker number is free for the other group.
    stage.set_up("two");
    REQUIRE(stage.running() == std::vector<std::string>{"b", "x"});
    CHECK(stage.start_of("b").worker.number != stage.start_of("x").worker.number);
    stage.play();
    stage.over();
}

TEST_CASE("the groups of a pool that is a unit run one after the other, in order") {
    Stage stage(4);
    make_linked(stage, "program");
    make_linked(stage, "one", "program");
    make_linked(stage, "two", "program");
    pool(stage, {"one", "two"});
    for (Group& group : stage.plan.groups) {
        group.dispatch = Dispatch::unit;
    }
    stage.tasks("g/one", {"a", "b"});
    stage.tasks("g/two", {"x"});
    stage.begin();
    CHECK(stage.set_up("program") == Said{"program is up", "set up one"});
    stage.set_up("one");
    stage.ended("a");
    REQUIRE(stage.running() == std::vector<std::string>{"b"});
    stage.ended("b");
    CHECK(stage.setting_up("two"));
    stage.set_up("two");
    CHECK(stage.running() == std::vector<std::string>{"x"});
    stage.play();
    stage.over();
}

TEST_CASE("nothing is set up on a fixture whose program has died, however far below it is", "[F3]") {
    Stage stage(3);
    make_linked(stage, "program");
    stage.fixture("inner", "program");
    stage.fixture("top", "inner");
    stage.fixture("own", "program", FixtureScope::task);
    stage.group("g", "top");
    stage.group("h", "own inner");
    stage.task("g", "t");
    stage.task("h", "u");
    stage.begin();
    stage.set_up("program");
    stage.set_up("inner");
    stage.died("program", "exit code 1");
    stage.set_up("top", SetupOutcome::failed, "ended");
    CHECK(only(stage.torn_down("top"), {"set up"}).empty());  // The fixture in the middle waits for u.
    stage.play();
    CHECK(stage.conclusion("t").outcome == Outcome::passed);
    CHECK(stage.conclusion("u").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("no slots are kept for a task that waits for a worker number, which the tasks of another group have") {
    Stage stage(2);
    stage.fixture("one", "", FixtureScope::worker);
    stage.fixture("two", "", FixtureScope::worker);
    pool(stage, {"one", "two"});
    TaskOptions wide;
    wide.processors = 2;
    wide.depends = {"g/two.0"};
    stage.task("g/one", "wide", wide);
    for (int i = 0; i < 20; ++i) {
        stage.task("g/two", std::to_string(i));
    }
    stage.begin();
    stage.play();
    CHECK(stage.conclusion("wide").outcome == Outcome::passed);
    stage.over();
}
