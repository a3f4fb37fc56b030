// Tasks that are repeated in turn (`stress`).
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

void repeat(Stage& stage, int count, double seconds = 0) {
    stage.options.repeat = Repeat::until_fail;
    stage.options.repeat_count = count;
    stage.options.repeat_in_turn = true;
    stage.options.repeat_seconds = seconds;
    stage.options.max_fail = 1;
}

// Lets the running task pass, so often, and returns the tasks in the order in which they ran.
std::string order_of(Stage& stage, int times) {
    std::string order;
    for (int i = 0; i < times; ++i) {
        const std::string task = stage.running().front();
        order += task;
        stage.ended(task);
    }
    return order;
}

}  // namespace

TEST_CASE("what is not started after a failure of tasks that are repeated in turn names no option") {
    Stage stage(1);
    repeat(stage, 3);
    stage.group("g");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    stage.failed("a");
    CHECK(stage.conclusion("b").cause == Cause::stop_on_failure);
    CHECK(stage.conclusion("b").reason == "not started: the run stops at the first failure");
    stage.play();
    stage.over();
}

TEST_CASE("tasks are repeated in turn, group after group, on one set-up") {
    Stage stage(1);
    repeat(stage, 3);
    stage.fixture("db");
    stage.group("g", "db");
    stage.tasks("g", {"a", "b"});
    stage.group("h", "db");
    stage.tasks("h", {"x"});
    stage.begin();
    stage.set_up("db");
    CHECK(order_of(stage, 9) == "abxabxabx");
    stage.play();
    stage.over();
}

TEST_CASE("the first failure ends it") {
    Stage stage(1);
    repeat(stage, 100);
    stage.group("g");
    stage.tasks("g", {"a", "b"});
    stage.begin();
    CHECK(order_of(stage, 3) == "aba");
    CHECK(only(stage.failed("b"), {"stopping"}).size() == 1);
    CHECK(stage.conclusion("b").outcome == Outcome::failed);
    CHECK(stage.conclusion("a").outcome == Outcome::passed);
    stage.over();
}

TEST_CASE("after the time nothing is repeated, and each task has run once", "[T35]") {
    Stage stage(1);
    repeat(stage, 1'000'000, 10);
    stage.group("g");
    stage.tasks("g", {"a", "b", "c"});
    stage.begin();
    SECTION("between two attempts") {
        CHECK(order_of(stage, 5) == "abcab");
        stage.pass(10);
        stage.ended("c");
    }
    SECTION("before the first attempt of some") {
        stage.pass(11);
        CHECK(order_of(stage, 3) == "abc");
    }
    for (const char* task : {"a", "b", "c"}) {
        CHECK(stage.conclusion(task).outcome == Outcome::passed);
    }
    stage.play();
    stage.over();
}

TEST_CASE("a dependent waits only for the first attempt of what it depends on", "[T43]") {
    Stage stage(1);
    repeat(stage, 2);
    stage.group("g");
    TaskOptions after;
    after.depends = {"g.b"};
    stage.task("g", "a", after);
    stage.task("g", "b");
    stage.begin();
    CHECK(order_of(stage, 4) == "baba");
    stage.over();
}
