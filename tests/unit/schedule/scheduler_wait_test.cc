// What a task that starts is said to have waited for.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

using Causes = std::vector<std::string>;

TaskOptions locked(Stage& stage, const std::vector<std::string>& names) {
    TaskOptions options;
    for (const std::string& name : names) {
        options.locks.push_back(stage.plan.keep(name));
    }
    return options;
}

void check_wait(const Stage& stage, const std::string& task, double since, double until, const Causes& causes) {
    INFO(task);
    const TaskWaitPtr& wait = stage.start_of(task).wait;
    REQUIRE(wait != nullptr);
    CHECK(wait->since == since);
    CHECK(wait->until == until);
    CHECK(wait->causes == causes);
}

bool waited(const Stage& stage, const std::string& task) { return stage.start_of(task).wait != nullptr; }

}  // namespace

TEST_CASE("a task that is passed over because of a lock has waited for it since") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "a", locked(stage, {"db"}));
    stage.task("g", "b", locked(stage, {"db"}));
    stage.task("g", "c", locked(stage, {"db"}));
    stage.task("g", "d");
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start d"});
    stage.pass(2);
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start b"});
    stage.pass(3);
    CHECK(only(stage.ended("b"), {"start"}) == Said{"start c"});
    CHECK_FALSE(waited(stage, "a"));
    CHECK_FALSE(waited(stage, "d"));
    check_wait(stage, "b", 0, 2, {"lock db"});
    check_wait(stage, "c", 2, 5, {"lock db"});  // Until then it was behind b.
    stage.play();
    stage.over();
}

TEST_CASE("a wait for a lock ends when the lock is free, although no slot is") {
    Stage stage(3);
    stage.group("first");
    stage.group("second");
    stage.tasks("first", {"p"});
    stage.task("second", "a", locked(stage, {"db"}));
    stage.task("second", "b", locked(stage, {"db"}));
    CHECK(only(stage.begin(), {"start"}) == Said{"start p", "start a"});
    stage.pass(1);
    CHECK(only(stage.added({stage.task("first", "r"), stage.task("first", "s")}), {"start"}) == Said{"start r"});
    stage.pass(1);
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start s"});
    stage.pass(3);
    CHECK(only(stage.ended("p"), {"start"}) == Said{"start b"});
    check_wait(stage, "b", 0, 2, {"lock db"});
    CHECK_FALSE(waited(stage, "s"));  // It waited for a slot alone.
    stage.play();
    stage.over();
}

TEST_CASE("a wait names each lock in the order in which it was found") {
    Stage stage(3);
    stage.group("g");
    stage.task("g", "a", locked(stage, {"x"}));
    stage.task("g", "b", locked(stage, {"y"}));
    stage.task("g", "c", locked(stage, {"x", "y"}));
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start b"});
    stage.pass(1);
    CHECK(only(stage.ended("a"), {"start"}).empty());
    stage.pass(1);
    CHECK(only(stage.ended("b"), {"start"}) == Said{"start c"});
    check_wait(stage, "c", 0, 2, {"lock x", "lock y"});
    stage.play();
    stage.over();
}

TEST_CASE("a task that needs several slots, or all, has waited for them") {
    Stage stage(2);
    stage.group("g");
    TaskOptions wide;
    wide.processors = 2;
    TaskOptions serial;
    serial.run_serial = true;
    stage.task("g", "a");
    stage.task("g", "w", wide);
    stage.task("g", "s", serial);
    stage.task("g", "z");
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start z"});
    stage.pass(1);
    stage.ended("a");
    stage.pass(1);
    CHECK(only(stage.ended("z"), {"start"}) == Said{"start w"});
    stage.pass(1);
    CHECK(only(stage.ended("w"), {"start"}) == Said{"start s"});
    check_wait(stage, "w", 0, 2, {"processors"});
    check_wait(stage, "s", 0, 3, {"run_serial"});
    stage.play();
    stage.over();
}

TEST_CASE("a task that needs all slots has waited both for them and for one that runs alone") {
    Stage stage(2);
    stage.group("g");
    TaskOptions serial;
    serial.run_serial = true;
    TaskOptions wide;
    wide.processors = 2;
    stage.task("g", "a");
    stage.task("g", "s", serial);
    stage.task("g", "w", wide);
    CHECK(only(stage.begin(), {"start"}) == Said{"start a"});
    stage.pass(1);
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start s"});
    stage.pass(1);
    CHECK(only(stage.ended("s"), {"start"}) == Said{"start w"});
    check_wait(stage, "w", 0, 2, {"processors", "run_serial"});
    stage.play();
    stage.over();
}

TEST_CASE("the first task that could start beside one that runs alone has waited for its end") {
    Stage stage(2);
    stage.group("g");
    TaskOptions serial;
    serial.run_serial = true;
    stage.task("g", "s", serial);
    stage.tasks("g", {"a", "b"});
    CHECK(only(stage.begin(), {"start"}) == Said{"start s"});
    stage.pass(2);
    CHECK(only(stage.ended("s"), {"start"}) == Said{"start a", "start b"});
    check_wait(stage, "a", 0, 2, {"run_serial"});
    CHECK_FALSE(waited(stage, "b"));
    stage.play();
    stage.over();
}

TEST_CASE("a task has waited for a worker of its group, or for resources") {
    Stage stage(4);
    stage.options.resources = {{"gpus", {{"0", 1}}}};
    stage.group("g").workers = 1;
    stage.tasks("g", {"a", "b"});
    stage.group("h");
    TaskOptions gpu;
    gpu.resource_groups = stage.plan.keep("gpus:1");
    stage.task("h", "x", gpu);
    stage.task("h", "y", gpu);
    stage.group("u").dispatch = Dispatch::unit;
    stage.tasks("u", {"first", "then"});
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start x", "start first"});
    stage.pass(2);
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start b"});
    CHECK(only(stage.ended("x"), {"start"}) == Said{"start y"});
    CHECK(only(stage.ended("first"), {"start"}) == Said{"start then"});
    check_wait(stage, "b", 0, 2, {"workers"});
    check_wait(stage, "y", 0, 2, {"resources"});
    CHECK_FALSE(waited(stage, "then"));  // The tasks of a unit follow each other in any case.
    stage.play();
    stage.over();
}

TEST_CASE("a short wait is not told, and a task with another attempt waits afresh") {
    Stage stage(2);
    stage.group("g");
    TaskOptions options = locked(stage, {"db"});
    stage.task("g", "a", options);
    options.retries = 1;
    stage.task("g", "b", options);
    stage.task("g", "c", options);
    stage.begin();
    stage.pass(0.009);
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start b"});
    CHECK_FALSE(waited(stage, "b"));
    stage.pass(1);
    CHECK(only(stage.failed("b"), {"start"}) == Said{"start b (attempt 2)"});
    CHECK_FALSE(waited(stage, "b"));
    stage.pass(1);
    CHECK(only(stage.ended("b"), {"start"}) == Said{"start c"});
    check_wait(stage, "c", 0.009, 2.009, {"lock db"});
    stage.play();
    stage.over();
}

TEST_CASE("tasks that need only a slot have no wait, however long they wait for one") {
    Stage stage(2);
    stage.fixture("db");
    stage.group("g", "db");
    stage.tasks("g", {"a", "b", "c", "d"});
    stage.begin();
    stage.pass(3);
    stage.set_up("db");
    stage.pass(3);
    stage.ended("a");
    stage.ended("b");
    for (const char* task : {"a", "b", "c", "d"}) {
        CHECK_FALSE(waited(stage, task));
    }
    stage.play();
    stage.over();
}
