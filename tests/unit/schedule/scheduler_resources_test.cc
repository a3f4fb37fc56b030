// Tasks that share the resources of the machine (RESOURCE_GROUPS).
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

TaskOptions uses(Stage& stage, const std::string& groups) {
    TaskOptions options;
    options.resource_groups = stage.plan.keep(groups);
    return options;
}

std::string gpus_of(const Stage& stage, const std::string& task) {
    const AllocationPtr& allocation = stage.start_of(task).allocation;
    return allocation ? resource_variables(*allocation)[1] : "none";
}

}  // namespace

TEST_CASE("a task with RESOURCE_GROUPS starts when enough is free, and others do not wait for it", "[T49]") {
    Stage stage(4);
    stage.options.resources = {{"gpus", {{"0", 2}, {"1", 1}}}};
    stage.group("g");
    stage.task("g", "a", uses(stage, "gpus:2"));
    stage.task("g", "b", uses(stage, "gpus:2"));
    stage.task("g", "c", uses(stage, "gpus:1"));
    stage.task("g", "d");
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start c", "start d"});
    CHECK(gpus_of(stage, "a") == "CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:2");
    CHECK(gpus_of(stage, "c") == "CTEST_RESOURCE_GROUP_0_GPUS=id:1,slots:1");
    CHECK(gpus_of(stage, "d") == "none");
    CHECK(only(stage.ended("c"), {"start"}).empty());
    CHECK(only(stage.ended("d"), {"start"}).empty());
    CHECK(only(stage.ended("a"), {"start"}) == Said{"start b"});
    CHECK(gpus_of(stage, "b") == "CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:2");
    stage.play();
    stage.over();
}

TEST_CASE("groups that wait for the same resources get them one after the other", "[T49]") {
    Stage stage(8);
    stage.options.resources = {{"gpus", {{"0", 1}}}};
    for (const char* name : {"g", "h", "i"}) {
        stage.group(name);
        stage.task(name, std::string(name) + "t", uses(stage, "gpus:1"));
    }
    CHECK(only(stage.begin(), {"start"}) == Said{"start gt"});
    CHECK(only(stage.ended("gt"), {"start"}) == Said{"start ht"});
    CHECK(only(stage.ended("ht"), {"start"}) == Said{"start it"});
    stage.play();
    stage.over();
}

TEST_CASE("a smaller demand of a later group does not wait for a larger one") {
    Stage stage(8);
    stage.options.resources = {{"gpus", {{"0", 3}}}};
    for (const char* name : {"g", "h", "i"}) {
        stage.group(name);
    }
    stage.task("g", "a", uses(stage, "gpus:2"));
    stage.task("h", "b", uses(stage, "gpus:3"));
    stage.task("i", "c", uses(stage, "gpus:1"));
    CHECK(only(stage.begin(), {"start"}) == Said{"start a", "start c"});
    CHECK(only(stage.ended("a"), {"start"}).empty());
    CHECK(only(stage.ended("c"), {"start"}) == Said{"start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a task holds its resources while its fixtures are set up and torn down, and a retry gets new ones") {
    Stage stage(4);
    stage.options.resources = {{"gpus", {{"0", 1}}}};
    stage.fixture("dir", "", FixtureScope::task);
    stage.group("g", "dir").retries = 1;
    stage.group("h");
    stage.task("g", "a", uses(stage, "gpus:1"));
    stage.task("h", "b", uses(stage, "gpus:1"));
    CHECK(only(stage.begin(), {"start", "set up"}) == Said{"set up dir[a]"});
    CHECK(only(stage.set_up("dir[a]"), {"start"}) == Said{"start a"});
    CHECK(only(stage.failed("a"), {"start"}).empty());
    CHECK(only(stage.torn_down("dir[a]"), {"start", "set up"}) == Said{"set up dir[a]"});
    stage.set_up("dir[a]");
    stage.ended("a");
    CHECK(only(stage.torn_down("dir[a]"), {"start"}) == Said{"start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a task whose resources the machine lacks does not run, and its fixture is not set up", "[T50]") {
    Stage stage;
    stage.options.resources = {{"gpus", {{"0", 1}}}};
    stage.fixture("db");
    stage.group("g", "db");
    stage.group("h");
    stage.task("g", "a", uses(stage, "gpus:2"));
    stage.task("h", "b", uses(stage, "cpus:1"));
    TaskOptions after;
    after.depends = {"g.a"};
    stage.task("h", "c", after);
    CHECK(only(stage.begin(), {"start", "set up"}) == Said{"start c"});
    CHECK(stage.conclusion("a").outcome == Outcome::not_run);
    CHECK(stage.conclusion("a").cause == Cause::insufficient_resources);
    CHECK(stage.conclusion("b").reason == "the machine has no cpus");
    stage.play();
    stage.over();
}

TEST_CASE("with --stop-on-failure nothing starts if the machine lacks what a task needs", "[T50]") {
    Stage stage;
    stage.options.resources = ResourceSpec();
    stage.options.max_fail = 1;
    stage.group("g");
    stage.tasks("g", {"a"});
    stage.task("g", "b", uses(stage, "gpus:1"));
    CHECK(only(stage.begin(), {"start"}).empty());
    CHECK(stage.conclusion("a").cause == Cause::stop_on_failure);
    stage.play();
    stage.over();
}

TEST_CASE("without a resource spec file RESOURCE_GROUPS are ignored, and a request of ctest has its own") {
    Stage stage(2);
    stage.group("g");
    stage.task("g", "a", uses(stage, "gpus:1"));
    CHECK(only(stage.begin(), {"start"}) == Said{"start a"});
    CHECK(gpus_of(stage, "a") == "none");
    stage.play();
    stage.over();
}
