// Units whose tests and linked fixtures share one process.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

// A program with two suites, of which one has the tasks a, b, c and the other x.
void make_unit(Stage& stage) {
    for (const char* name : {"program", "one", "two"}) {
        PlannedFixture& fixture = stage.fixture(name, std::string(name) == "program" ? "" : "program");
        fixture.kind = FixtureKind::linked;
        fixture.program = 0;
    }
    for (const char* suite : {"one", "two"}) {
        Group& group = stage.group(std::string("g/") + suite, suite);
        group.pool = 0;
        group.dispatch = Dispatch::unit;
        group.program.linked = true;
        group.program.reuse = 0;
    }
    stage.tasks("g/one", {"a", "b", "c"});
    stage.tasks("g/two", {"x"});
}

void begin_first_task(Stage& stage) {
    stage.begin();
    stage.set_up("program");
    stage.set_up("one");
    REQUIRE(stage.running() == std::vector<std::string>{"a"});
}

void all_ended_with(Stage& stage, const std::vector<std::string>& tasks, const std::string& reason) {
    for (const std::string& task : tasks) {
        CHECK(stage.conclusion(task).outcome == Outcome::not_run);
        CHECK(stage.conclusion(task).cause == Cause::unit_ended);
        CHECK(stage.conclusion(task).reason == reason);
    }
}

}  // namespace

TEST_CASE("a task that crashes ends its unit, every suite of it", "[T10]") {
    Stage stage(2);
    make_unit(stage);
    begin_first_task(stage);
    stage.failed("a", Outcome::crashed);
    all_ended_with(stage, {"b", "c", "x"}, "its unit ended with g/one.a: exit code 1");
    CHECK_FALSE(stage.running("b"));
    stage.play();
    stage.over();
}

TEST_CASE("so does one that was ended for its time, or for stopping itself", "[T10]") {
    Stage stage(2);
    make_unit(stage);
    const bool stopped = GENERATE(false, true);
    stage.plan.groups[0].timeout = stopped ? 100 : 3;
    begin_first_task(stage);
    stage.stopped_itself("a", stopped);
    stage.pass(stopped ? stage.options.stopped_limit : 3);
    const std::string reason = stopped ? "it stopped itself and nobody continued it" : "timed out after 3 s";
    stage.failed("a", Outcome::crashed);
    all_ended_with(stage, {"b", "c", "x"}, "its unit ended with g/one.a: " + reason);
    stage.play();
    stage.over();
}

TEST_CASE("one that crashes is not tried again, one that fails is") {
    Stage stage(2);
    make_unit(stage);
    for (Group& group : stage.plan.groups) {
        group.retries = 1;
    }
    begin_first_task(stage);
    SECTION("crashed") {
        stage.failed("a", Outcome::crashed);
        CHECK(stage.conclusion("a").outcome == Outcome::crashed);
    }
    SECTION("failed") {
        CHECK(stage.failed("a").back() == "start a (attempt 2)");
        stage.play();
        CHECK(stage.outcome("a").flaky);
        CHECK(stage.conclusion("x").outcome == Outcome::passed);
    }
    stage.play();
    stage.over();
}

TEST_CASE("a task that fails ends nothing") {
    Stage stage(2);
    make_unit(stage);
    begin_first_task(stage);
    stage.failed("a");
    stage.play();
    CHECK(stage.conclusion("c").outcome == Outcome::passed);
    CHECK(stage.conclusion("x").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("nothing is set up in its process before the teardown there has ended") {
    Stage stage(4);
    make_unit(stage);
    begin_first_task(stage);
    stage.ended("a");
    stage.ended("b");
    CHECK(stage.ended("c").back() == "tear down one");
    CHECK(stage.torn_down("one") == Said{"one is down", "set up two"});
    stage.play();
    stage.over();
}

TEST_CASE("its process dies between two tasks: it is not set up again, for what tests have done is lost", "[T9]") {
    Stage stage(2);
    make_unit(stage);
    begin_first_task(stage);
    for (const char* task : {"a", "b"}) {
        stage.ended(task);
    }
    stage.ended("c");
    stage.died("program", "killed by SIGKILL");
    stage.torn_down("one");
    CHECK_FALSE(stage.scheduler->finished());
    CHECK(stage.conclusion("x").outcome == Outcome::not_run);
    CHECK(stage.conclusion("x").cause == Cause::fixture_died);
    CHECK(stage.conclusion("x").reason == "the process of fixture program died: killed by SIGKILL");
    stage.play();
    stage.over();
}

TEST_CASE("a plain program, or a unit of processes of their own, does not end so") {
    Stage stage(2);
    make_unit(stage);
    for (Group& group : stage.plan.groups) {
        group.program.reuse = GENERATE(1, 3);
    }
    begin_first_task(stage);
    stage.failed("a", Outcome::crashed);
    CHECK(stage.running() == std::vector<std::string>{"b"});
    stage.play();
    CHECK(stage.conclusion("x").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("tasks that come late for an earlier suite go first, although a later one has fixtures of the worker up") {
    Stage stage(2);
    make_unit(stage);
    for (PlannedFixture& fixture : stage.plan.fixtures) {
        fixture.scope = FixtureScope::worker;
    }
    stage.task("g/two", "y");
    stage.begin();
    while (!stage.running("x")) {
        const std::vector<std::string> running = stage.running();
        const std::vector<std::string> busy = stage.busy();
        if (!running.empty()) {
            stage.ended(running[0]);
        } else {
            stage.setting_up(busy.at(0)) ? stage.set_up(busy[0]) : stage.torn_down(busy[0]);
        }
    }
    stage.task("g/one", "late");
    stage.added({static_cast<TaskId>(stage.plan.tasks.size() - 1)});
    CHECK(only(stage.ended("x"), {"start", "tear"}) == Said{"tear down two[g/two/0]"});
    const Said said = stage.play();
    CHECK(only(said, {"start"}) == Said{"start late", "start y"});
    stage.over();
}

TEST_CASE("no slots are kept for a task of a later suite once tasks come late for an earlier one") {
    Stage stage(2);
    stage.group("long");
    stage.task("long", "long");
    for (const char* suite : {"one", "two"}) {
        Group& group = stage.group(suite);
        group.pool = 1;
        group.dispatch = Dispatch::unit;
    }
    TaskOptions wide;
    wide.processors = 2;
    stage.task("two", "wide", wide);
    stage.group("narrow");
    for (int i = 0; i < 30; ++i) {
        stage.task("narrow", std::to_string(i));
    }
    stage.begin();
    while (stage.running().size() == 2) {
        const std::vector<std::string> running = stage.running();
        stage.ended(running[0] == "long" ? running[1] : running[0]);
    }
    REQUIRE(stage.running() == std::vector<std::string>{"long"});  // The other slot is kept for wide.
    CHECK(stage.added({stage.task("one", "late")}) == Said{"start 9"});
    const Said said = stage.play();
    CHECK(only(said, {"start late", "start wide"}) == Said{"start late", "start wide"});
    stage.over();
}
