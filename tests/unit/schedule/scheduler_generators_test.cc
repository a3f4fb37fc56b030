// Tasks that join a run which has begun.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

TaskOptions generator() {
    TaskOptions options;
    options.generator = true;
    return options;
}

}  // namespace

TEST_CASE("a generated task joins the run while its generator runs") {
    Stage stage;
    stage.fixture("db");
    stage.group("g", "db");
    stage.task("g", "make", generator());
    stage.begin();
    CHECK(stage.set_up("db") == Said{"db is up", "start make"});
    CHECK(stage.added({stage.task("g", "x")}) == Said{"start x"});
    CHECK(stage.ended("x") == Said{"x passed"});  // The worker stays open, because more tasks may come.
    CHECK(stage.added({stage.task("g", "y"), stage.task("g", "z")}) == Said{"start y"});
    CHECK(stage.ended("make") == Said{"make passed", "start z"});
    CHECK(stage.ended("y") == Said{"y passed", "close g/1"});
    CHECK(stage.ended("z") == Said{"z passed", "close g/0", "tear down db"});
    stage.play();
    stage.over();
}

TEST_CASE("a WORKER fixture stays while a generator may print more", "[W4]") {
    Stage stage;
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema");
    stage.task("g", "make", generator());
    stage.begin();
    stage.set_up("schema[g/0]");
    CHECK(stage.added({stage.task("g", "x")}) == Said{"set up schema[g/1]"});
    stage.set_up("schema[g/1]");
    CHECK(stage.ended("x") == Said{"x passed"});
    CHECK(stage.added({stage.task("g", "y")}) == Said{"start y"});
    stage.play();
    stage.over();
}

TEST_CASE("an idle worker's fixture goes when the run stops, though a generator runs", "[W4]") {
    Stage stage;
    stage.fixture("schema", "", FixtureScope::worker);
    stage.group("g", "schema");
    stage.task("g", "make", generator());
    stage.begin();
    stage.set_up("schema[g/0]");
    stage.added({stage.task("g", "x")});
    stage.set_up("schema[g/1]");
    stage.ended("x");
    CHECK(only(stage.stop(StopLevel::terminate), {"end", "tear down"}) == Said{"end make", "tear down schema[g/1]"});
    stage.play();
    stage.over();
}

TEST_CASE("a generated task of a group that has failed does not run", "[T5]") {
    Stage stage;
    stage.service("pg");
    stage.group("g", "pg");
    stage.task("g", "make", generator());
    stage.begin();
    stage.set_up("pg");
    CHECK(stage.died("pg", "exit code 1") == Said{"end make"});
    CHECK(stage.added({stage.task("g", "x")}) == Said{"x not_run (service_died): service pg died: exit code 1"});
    stage.play();
    stage.over();
}

TEST_CASE("a generated task does not start once the run stops", "[T5]") {
    Stage stage;
    stage.group("g");
    stage.task("g", "make", generator());
    stage.begin();
    stage.stop(StopLevel::terminate);
    CHECK(stage.added({stage.task("g", "x")}) == Said{"x not_run (interrupted): interrupted by SIGINT"});
    stage.play();
    stage.over();
}

TEST_CASE("a generated task may be disabled, or a generator itself", "[T4]") {
    Stage stage(1);
    stage.group("g");
    stage.task("g", "make", generator());
    stage.begin();
    TaskOptions disabled;
    disabled.disabled = true;
    CHECK(stage.added({stage.task("g", "off", disabled)}) == Said{"off skipped (disabled): disabled"});
    stage.added({stage.task("g", "more", generator())});
    CHECK(stage.ended("make") == Said{"make passed", "start more"});
    stage.added({stage.task("g", "x")});
    CHECK(stage.ended("more") == Said{"more passed", "start x"});
    stage.play();
    stage.over();
}

TEST_CASE("a generator that is tried again keeps its fixture") {
    Stage stage(1);
    stage.fixture("db");
    stage.group("g", "db").retries = 1;
    stage.task("g", "make", generator());
    stage.begin();
    stage.set_up("db");
    CHECK(only(stage.failed("make"), {"start", "tear"}) == Said{"start make (attempt 2)"});
    stage.added({stage.task("g", "x")});
    CHECK(only(stage.ended("make"), {"start", "tear"}) == Said{"start x"});
    stage.play();
    stage.over();
}

TEST_CASE("a generator in a UNIT: its tasks follow in order, in the same worker") {
    Stage stage;
    stage.group("u").dispatch = Dispatch::unit;
    stage.task("u", "make", generator());
    stage.task("u", "second");
    stage.begin();
    stage.added({stage.task("u", "third"), stage.task("u", "fourth")});
    CHECK(only(stage.play(), {"start"}) == Said{"start second", "start third", "start fourth"});
    stage.over();
}
