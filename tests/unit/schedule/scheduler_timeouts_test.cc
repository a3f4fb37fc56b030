// Tasks that take too long, and those that stop themselves.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::only;
using pf::test::Said;
using pf::test::Stage;

namespace {

TaskOptions with_timeout(double seconds) {
    TaskOptions options;
    options.timeout = seconds;
    return options;
}

}  // namespace

TEST_CASE("a task without end is ended politely, then killed, then its worker is abandoned", "[T24][T30][T31][T32]") {
    Stage stage(1);
    stage.options.grace = 5;
    stage.options.kill_limit = 10;
    stage.group("g").timeout = 30;
    stage.tasks("g", {"a", "b"});
    stage.begin();
    CHECK(stage.pass(29.9).empty());
    CHECK(stage.pass(0.1) == Said{"end a"});
    CHECK(stage.pass(4.9).empty());
    CHECK(stage.pass(0.1) == Said{"kill a"});
    CHECK(stage.pass(9.9).empty());
    CHECK(stage.pass(0.1) == Said{"abandon a"});
    CHECK(stage.pass(1000).empty());
    CHECK(stage.failed("a", Outcome::crashed) == Said{"a timeout (timeout): timed out after 30 s", "start b"});
    CHECK(stage.ended("b") == Said{"b passed", "close g/0"});
    stage.over();
}

TEST_CASE("a task at its limit is inspected, and ended when it was inspected or that takes too long", "[T45][T46]") {
    for (const bool answers : {true, false}) {
        Stage stage(1);
        stage.options.inspect_limit = 3;
        stage.options.grace = 5;
        stage.group("g").timeout = 30;
        stage.tasks("g", {"a"});
        stage.begin();
        CHECK(stage.pass(30) == Said{"inspect a"});
        if (answers) {
            CHECK(stage.pass(1).empty());
            CHECK(stage.inspected("a") == Said{"end a"});
            CHECK(stage.inspected("a").empty());
        } else {
            CHECK(stage.pass(2.9).empty());
            CHECK(stage.pass(0.1) == Said{"end a"});
        }
        CHECK(stage.pass(5) == Said{"kill a"});
        CHECK(stage.failed("a", Outcome::crashed) == Said{"a timeout (timeout): timed out after 30 s", "close g/0"});
        stage.over();
    }
}

TEST_CASE("a task that ends while it is inspected has timed out", "[T47]") {
    Stage stage(1);
    stage.options.inspect_limit = 3;
    stage.group("g").timeout = 30;
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(30) == Said{"inspect a"});
    CHECK(stage.ended("a") == Said{"a timeout (timeout): timed out after 30 s", "close g/0"});
    stage.over();
}

TEST_CASE("what else ends a task ends it while it is inspected, and it has timed out", "[T48]") {
    for (const StopLevel level : {StopLevel::terminate, StopLevel::kill}) {
        Stage stage(1);
        stage.options.inspect_limit = 3;
        stage.group("g").timeout = 30;
        stage.tasks("g", {"a"});
        stage.begin();
        CHECK(stage.pass(30) == Said{"inspect a"});
        CHECK(stage.stop(level) == Said{level == StopLevel::kill ? "kill a" : "end a"});
        CHECK(stage.inspected("a").empty());
        CHECK(stage.ended("a") == Said{"a timeout (timeout): timed out after 30 s", "close g/0"});
        stage.over();
    }
}

TEST_CASE("no pass after a signal of ours", "[T32]") {
    Stage stage(1);
    stage.group("g").timeout = 30;
    stage.tasks("g", {"a"});
    stage.begin();
    stage.pass(30);
    CHECK(stage.ended("a") == Said{"a timeout (timeout): timed out after 30 s", "close g/0"});
    stage.over();
}

TEST_CASE("many stuck tasks are ended at the same time") {
    Stage stage(4);
    stage.group("g").timeout = 1;
    stage.tasks("g", {"a", "b", "c", "d"});
    stage.begin();
    CHECK(stage.pass(1) == Said{"end a", "end b", "end c", "end d"});
    CHECK(stage.pass(5) == Said{"kill a", "kill b", "kill c", "kill d"});
    stage.play();
    stage.over();
}

TEST_CASE("a task's own limit goes before its group's, that before --timeout, and 0 is none") {
    Stage stage(5);
    stage.options.default_timeout = 30;
    stage.options.slow = 0;
    stage.group("timed").timeout = 20;
    stage.task("timed", "own", with_timeout(10));
    stage.task("timed", "group");
    stage.task("timed", "own none", with_timeout(0));
    stage.group("plain");
    stage.task("plain", "default");
    stage.group("none").timeout = 0;
    stage.task("none", "group none");
    stage.begin();
    CHECK(stage.pass(10) == Said{"end own"});
    stage.ended("own");
    CHECK(stage.pass(10) == Said{"end group"});
    stage.ended("group");
    CHECK(stage.pass(10) == Said{"end default"});
    stage.ended("default");
    CHECK(stage.pass(1e6).empty());
    CHECK(stage.running() == std::vector<std::string>{"group none", "own none"});
    stage.play();
    stage.over();
}

TEST_CASE("a task is marked slow once an attempt") {
    Stage stage(1);
    stage.group("g").retries = 1;
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(59.9).empty());
    CHECK(stage.pass(0.1) == Said{"a is slow"});
    CHECK(stage.pass(1000).empty());
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again slow", "start a (attempt 2)"});
    CHECK(stage.pass(60) == Said{"a is slow"});
    CHECK(stage.ended("a") == Said{"a passed flaky slow", "close g/0"});
    stage.over();
}

TEST_CASE("a task that is being ended is not said to be slow") {
    Stage stage(1);
    stage.options.grace = 100;
    stage.group("g").timeout = 59;
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(59) == Said{"end a"});
    CHECK(stage.pass(99).empty());
    stage.play();
    stage.over();
}

TEST_CASE("a task that stopped itself and is not continued is ended", "[T29][T31]") {
    Stage stage(1);
    stage.group("g").retries = 1;
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.stopped_itself("a", true).empty());
    CHECK(stage.pass(4.9).empty());
    CHECK(stage.pass(0.1) == Said{"kill a"});
    SECTION("and counts as failed, so that it may be tried again") {
        CHECK(stage.failed("a", Outcome::crashed) ==
              Said{"a failed (stopped): it stopped itself and nobody continued it again", "start a (attempt 2)"});
    }
    SECTION("or abandoned") { CHECK(stage.pass(10) == Said{"abandon a"}); }
    stage.play();
    stage.over();
}

TEST_CASE("a task that is continued in time goes on") {
    Stage stage(1);
    stage.group("g");
    stage.tasks("g", {"a"});
    stage.begin();
    stage.stopped_itself("a", true);
    stage.pass(4.9);
    CHECK(stage.stopped_itself("a", false).empty());
    CHECK(stage.pass(20).empty());
    stage.stopped_itself("a", true);
    CHECK(stage.pass(4.9).empty());
    CHECK(stage.pass(0.1) == Said{"kill a"});
    stage.play();
    stage.over();
}

TEST_CASE("a stop that follows the end changes nothing") {
    Stage stage(1);
    stage.group("g").timeout = 10;
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.pass(10) == Said{"end a"});
    CHECK(stage.stopped_itself("a", true).empty());
    CHECK(stage.pass(5) == Said{"kill a"});
    CHECK(stage.ended("a")[0] == "a timeout (timeout): timed out after 10 s");
    stage.over();
}

TEST_CASE("nothing is due when nothing has a limit") {
    Stage stage(1);
    stage.options.slow = 0;
    stage.fixture("db").setup_timeout = 0;
    stage.group("g", "db");
    stage.tasks("g", {"a"});
    stage.begin();
    CHECK(stage.scheduler->next_deadline() == kNever);
    stage.set_up("db");
    CHECK(stage.scheduler->next_deadline() == kNever);
    stage.ended("a");
    CHECK(stage.scheduler->next_deadline() == 60);  // The teardown.
    stage.play();
    stage.over();
}
