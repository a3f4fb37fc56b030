// Tasks that a worker is handed while it runs another one.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

// A group of tests that are forked from a linked program.
void make_forked(Stage& stage, const std::string& group, const std::vector<std::string>& names,
                 const std::string& fixture = "program") {
    if (stage.plan.fixtures.empty()) {
        stage.fixture(fixture).kind = FixtureKind::linked;
    }
    stage.group(group, fixture);
    for (const std::string& name : names) {
        stage.plan.tasks[stage.task(group, name)].test = "test";
    }
}

Said begun(Stage& stage) {
    stage.begin();
    return stage.set_up("program");
}

}  // namespace

TEST_CASE("a test that waits behind a long one is taken back for a worker that has nothing to do", "[T38]") {
    Stage stage(2);
    make_forked(stage, "g", {"a", "b", "c", "d"});
    CHECK(begun(stage) == Said{"program is up", "start a", "start b", "hand on c after a"});
    CHECK(stage.ended("b") == Said{"b passed", "start d"});
    CHECK(stage.ended("d") == Said{"d passed", "take back c"});  // Its worker stays, and c runs there.
    SECTION("at once") {
        CHECK(stage.handed_back("a") == Said{"start c"});
        CHECK(stage.start_of("c").worker.number == 1);
        CHECK(stage.start_of("c").attempt == 1);
    }
    SECTION("unless it has just begun") {
        CHECK(stage.ended("a") == Said{"a passed", "c began", "close g/1"});
        CHECK(stage.start_of("c").worker.number == 0);
    }
    stage.play();
    CHECK(stage.outcome("c").attempt == 1);
    stage.over();
}

TEST_CASE("the next task begins by itself, and the scheduler hands on another", "[T37][T39]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b", "c"});
    CHECK(begun(stage) == Said{"program is up", "start a", "hand on b after a"});
    CHECK(stage.scheduler->running() == 1);
    CHECK(stage.ended("a") == Said{"a passed", "b began", "hand on c after b"});
    CHECK(stage.ended("b") == Said{"b passed", "c began"});
    stage.play();
    stage.over();
}

TEST_CASE("after a task that did not end well the next one is handed back, and a retry goes before it", "[T38]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    stage.plan.groups[0].retries = 1;
    begun(stage);
    CHECK(stage.failed("a") ==
          Said{"a failed (completed): exit code 1 again", "start a (attempt 2)", "hand on b after a"});
    CHECK(stage.ended_last("a") == Said{"a passed flaky", "start b"});
    CHECK(stage.start_of("b").attempt == 1);
    stage.play();
    stage.over();
}

TEST_CASE("a task that was handed back while the other runs is not handed to the same worker again", "[T38]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b", "c"});
    begun(stage);
    CHECK(stage.handed_back("a").empty());
    CHECK(stage.ended("a") == Said{"a passed", "start b", "hand on c after b"});
    stage.play();
    stage.over();
}

TEST_CASE("a next task that has begun has its time limit from then on", "[T39]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    stage.plan.groups[0].timeout = 3;
    begun(stage);
    stage.now = 2;
    stage.rules->task_ends({0, 0});
    stage.rules->next_goes_back({0, 0});
    stage.scheduler->task_ended({0, 0}, {}, 1.5, 2);  // It began half a second ago.
    CHECK(stage.scheduler->next_deadline() == 4.5);
}

TEST_CASE("what is not handed ahead") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    TaskOptions options;
    Group& group = stage.plan.groups[0];
    bool second = true;
    SECTION("a task with a lock") { options.locks = {"disk"}; }
    SECTION("a task that runs alone") { options.run_serial = true; }
    SECTION("a task with a required file, which is looked for when it starts") { options.required_files = {"data"}; }
    SECTION("a task behind one with a lock") {
        options.locks = {"disk"};
        second = false;
    }
    SECTION("a command") { stage.plan.tasks[1].test = ""; }
    SECTION("a task behind a command") { stage.plan.tasks[0].test = ""; }
    SECTION("a task whose process is used again") { group.program.reuse = 0; }
    SECTION("a task on a fixture of its own") { stage.plan.fixtures[0].scope = FixtureScope::task; }
    SECTION("a task on a service, whose output is told apart by tasks") {
        stage.plan.fixtures[0].kind = FixtureKind::service;
    }
    SECTION("anything, if the first failure is to stop the run") { stage.options.max_fail = 1; }
    SECTION("anything, if a pass is repeated") { stage.options.repeat = Repeat::until_fail; }
    if (options.run_serial || !options.locks.empty() || !options.required_files.empty()) {
        stage.plan.tasks[second ? 1 : 0].own_options = std::make_shared<const TaskOptions>(options);
    }
    Said said = stage.begin();
    const Said played = stage.play();
    said.insert(said.end(), played.begin(), played.end());
    CHECK(only(said, {"hand on"}).empty());
    stage.over();
}

TEST_CASE("a task of several processors waits until its slots are free, and none goes before it meanwhile") {
    Stage stage(2);
    make_forked(stage, "g", {"a", "b", "c", "d", "e", "f"});
    TaskOptions wide;
    wide.processors = 2;
    stage.plan.tasks[3].own_options = std::make_shared<const TaskOptions>(wide);
    CHECK(only(begun(stage), {"hand on"}) == Said{"hand on c after a"});
    const Said said = stage.play();
    CHECK(only(said, {"start d", "hand on"}) == Said{"start d"});  // No task was handed on while d waited.
    stage.over();
}

TEST_CASE("a task does not go before one of an earlier group that waits") {
    Stage stage(2);
    make_forked(stage, "g", {"a", "b"});
    stage.fixture("db");
    stage.group("early", "db");
    stage.task("early", "first");
    Plan& plan = stage.plan;
    std::swap(plan.tasks[0], plan.tasks[2]);  // The earlier group is the one of the first task.
    stage.begin();
    CHECK(stage.set_up("program") == Said{"program is up", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a run that stops does not begin the next task", "[T41]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    begun(stage);
    const StopLevel level = GENERATE(StopLevel::terminate, StopLevel::kill);
    CHECK(only(stage.stop(level), {"take back", "end", "kill"}) ==
          Said{"take back b", level == StopLevel::kill ? "kill a" : "end a"});
    SECTION("and it is concluded when it is handed back") {
        const Said said = stage.handed_back("a");
        CHECK(said == Said{"b not_run (interrupted): " + stage.conclusion("b").reason});
        CHECK(stage.outcome("b").attempt == 0);
    }
    SECTION("and it is concluded when the other has ended") {
        stage.ended_last("a");
        CHECK(stage.conclusion("b").cause == Cause::interrupted);
        CHECK(stage.outcome("b").attempt == 0);
    }
    SECTION("and ends it, if it has begun at that moment") {
        const Said said = stage.ended("a");
        CHECK(only(said, {"b began", "end b", "kill b"}) ==
              Said{"b began", level == StopLevel::kill ? "kill b" : "end b"});
        stage.ended("b");
        CHECK(stage.conclusion("b").outcome == Outcome::not_run);
        CHECK(stage.outcome("b").attempt == 1);
    }
    stage.play();
    stage.over();
}

TEST_CASE("when the process of the fixture dies, a next task that has not begun runs on the new one", "[T38][T40]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    begun(stage);
    CHECK(stage.died("program", "killed by SIGKILL") == Said{"take back b", "end a"});
    SECTION("as if it had not been handed on") {
        stage.ended_last("a");
        stage.play();
        CHECK(stage.conclusion("b").outcome == Outcome::passed);
        CHECK(stage.outcome("b").attempt == 1);
    }
    SECTION("and one that has begun has crashed") {
        CHECK(only(stage.ended("a"), {"b began", "end b"}) == Said{"b began", "end b"});
        stage.ended("b");
        CHECK(stage.conclusion("b").outcome == Outcome::crashed);
        CHECK(stage.conclusion("b").cause == Cause::fixture_died);
        stage.play();
    }
    stage.over();
}

TEST_CASE("a next task that is cancelled is taken back, or killed", "[T40][T41]") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    begun(stage);
    CHECK(stage.cancel("b") == Said{"take back b"});
    SECTION("not begun") { CHECK(stage.handed_back("a") == Said{"b not_run (interrupted): gone"}); }
    SECTION("begun") {
        CHECK(only(stage.ended("a"), {"b began", "kill b"}) == Said{"b began", "kill b"});
        CHECK(only(stage.ended("b"), {"b "}) == Said{"b timeout (timeout): gone"});
    }
    stage.play();
    stage.over();
}

TEST_CASE("a worker keeps its next task to itself while others have enough") {
    Stage stage(3);
    std::vector<std::string> names;
    for (char name = 'a'; name <= 'z'; ++name) {
        names.emplace_back(1, name);
    }
    make_forked(stage, "g", names);
    begun(stage);
    const Said said = stage.play();
    CHECK(only(said, {"take back"}).empty());
    CHECK(stage.plan.tasks.size() - only(said, {"start"}).size() >= 20);
    stage.over();
}

TEST_CASE("a task of a unit that may be tried again must end before the next one is handed on") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b", "c"});
    Group& group = stage.plan.groups[0];
    group.dispatch = Dispatch::unit;
    group.timeout = 3;
    SECTION("by RETRIES") { group.retries = 1; }
    SECTION("by --repeat") {
        stage.options.repeat = Repeat::after_timeout;
        stage.options.repeat_count = 2;
    }
    CHECK(begun(stage) == Said{"program is up", "start a"});
    CHECK(stage.pass(3) == Said{"end a"});
    // It passed before the signal came, and a next task would have begun by itself.
    CHECK(stage.ended("a") ==
          Said{"a timeout (timeout): timed out after 3 s again", "start a (attempt 2)", "hand on b after a"});
    CHECK(stage.ended("a") == Said{"a passed flaky", "b began"});
    CHECK(stage.ended("b") == Said{"b passed", "start c"});
    stage.play();
    stage.over();
}

TEST_CASE("a unit without further attempts is handed its tasks ahead") {
    Stage stage(1);
    make_forked(stage, "g", {"a", "b"});
    stage.plan.groups[0].dispatch = Dispatch::unit;
    CHECK(begun(stage) == Said{"program is up", "start a", "hand on b after a"});
    CHECK(stage.ended("a") == Said{"a passed", "b began"});
    stage.play();
    stage.over();
}
