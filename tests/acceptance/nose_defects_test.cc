// The inverse of each defect S1 to S21 that was found in nose's multiprocess plugin.
#include <signal.h>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {

TEST_CASE("nose S1: a task whose worker dies is crashed, and the run is not green", "[nose-defects][S1]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"});
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    CHECK(r.count("declared") == 4);
    CHECK(r.outcome("g.kills") == "crashed");
    CHECK(r.cause("g.kills") == "worker_died");
    CHECK(r.count("passed") == 3);
}

TEST_CASE("nose S2: with one worker, dead, the rest of the queue still runs", "[nose-defects][S2]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"}).set("cost", "10");
    s.plan.task("g", "again", {"kill-parent", "9", "sleep", "60"}).set("cost", "9");
    for (const char* name : {"a", "b"}) {
        s.plan.task("g", name, {}).set("cost", "1");
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.count("crashed") == 2);
    CHECK(r.count("passed") == 2);
    CHECK(r.position("task_ended", "id", "g.again") < r.position("task_started", "id", "g.a"));
}

TEST_CASE("nose S3: a timeout that needs SIGKILL is a timeout, and the run is not green", "[nose-defects][S3]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.5");
    s.plan.task("g", "stuck", {"ignore-term", "sleep", "60"});
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "1", "--grace", "0.5");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.stuck") == "timeout");
    CHECK(r.outcome("g.next") == "passed");
    CHECK(r.count("declared") == 2);
}

TEST_CASE("nose S4: stuck tasks are ended at the same time, not one after the other", "[nose-defects][S4]") {
    Scenario s;
    s.plan.group("g").set("timeout", "1");
    for (const char* name : {"a", "b", "c"}) {
        // Each leaves only when all three have been told to end: with serial kills the first never would.
        s.plan.task("g", name,
                    {"hold-signal", "15", "barrier", s.path("stuck"), "3", "20", "await-signal", "15", "barrier",
                     s.path("told"), "3", "20", "append", s.path("log"), "met"});
    }
    PF_RUN(r, s, "-j", "3", "--grace", "25");
    CHECK(r.count("timeout") == 3);
    CHECK(s.lines("log") == Words{"met", "met", "met"});
}

TEST_CASE("nose S5: the signals of a timeout do not reach the following tasks of the unit", "[nose-defects][S5]") {
    Scenario s;
    s.plan.group("g").set("dispatch", "unit");
    s.plan.task("g", "one", {});
    s.plan.task("g", "two", {"ignore-term", "sleep", "60"}).set("timeout", "0.5");
    s.plan.task("g", "three", {"signals", "sleep", "0.3"});
    s.plan.task("g", "four", {"signals"});
    PF_RUN(r, s, "-j", "1", "--grace", "0.3");
    CHECK(r.outcome("g.two") == "timeout");
    for (const char* id : {"g.one", "g.three", "g.four"}) {
        INFO(id);
        CHECK(r.outcome(id) == "passed");
    }
    CHECK(r.output("g.three") == "signals default\n");
}

TEST_CASE("nose S6: the limit is each task's own, and there is none unless one is given", "[nose-defects][S6]") {
    Scenario s;
    s.plan.group("unit").set("dispatch", "unit").set("timeout", "3");
    for (const char* name : {"a", "b", "c", "d"}) {
        s.plan.task("unit", name, {"sleep", "0.8"});
    }
    s.plan.group("free");
    s.plan.task("free", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 5);
    CHECK(r.events("task_declared", "id", "free.a").at(0).value("timeout", 0.0) == 0);
}

TEST_CASE("nose S7: a stream of results does not keep a stuck task from its timeout", "[nose-defects][S7]") {
    Scenario s;
    s.plan.group("stuck").set("timeout", "0.8");
    s.plan.task("stuck", "a", {"sleep", "60"}).set("cost", "100");
    s.plan.group("stream").set("workers", "1");
    constexpr int kTasks = 120;  // Two seconds and more, one after the other.
    for (int i = 0; i < kTasks; ++i) {
        s.plan.task("stream", std::to_string(i), {"sleep", "0.02"});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.outcome("stuck.a") == "timeout");
    const std::size_t stuck = r.position("task_ended", "id", "stuck.a");
    int later = 0;
    for (int i = 0; i < kTasks; ++i) {
        later += r.position("task_started", "id", "stream." + std::to_string(i)) > stuck ? 1 : 0;
    }
    CHECK(later > 0);
}

TEST_CASE("nose S8: --stop-on-failure lets running tasks finish, keeps their results, then tears down",
          "[nose-defects][S8]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"touch", s.path("flag")})
        .command("teardown", {"remove", s.path("flag"), "append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "2");
    s.plan.task("g", "fails", {"wait-file", s.path("in flight"), "25", "exit", "1"}).set("cost", "9");
    s.plan
        .task("g", "flies",
              {"touch", s.path("in flight"), "wait-file", s.path("release"), "25", "expect-file", s.path("flag"),
               "append", s.path("log"), "landed"})
        .set("cost", "8");
    s.plan.task("g", "never", {"append", s.path("log"), "never"}).set("cost", "1");
    HelperRun run = s.start({"-j", "2", "--stop-on-failure"});
    REQUIRE(s.wait_for_event("task_ended", "id", "g.fails"));
    s.touch("release");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.flies") == "passed");
    CHECK(r.outcome("g.never") == "not_run");
    CHECK(r.cause("g.never") == "stop_on_failure");
    CHECK(s.lines("log") == Words{"landed", "down"});
}

TEST_CASE("nose S9: teardown is last-in first-out", "[nose-defects][S9]") {
    Scenario s;
    std::string parent;
    for (const std::string name : {"package", "module", "class"}) {
        Record& fixture = s.plan.fixture(name);
        if (!parent.empty()) {
            fixture.set("parent", parent);
        }
        fixture.command("setup", {"append", s.path("log"), name + " up"})
            .command("teardown", {"append", s.path("log"), name + " down"});
        parent = name;
    }
    s.plan.group("g", "class");
    s.plan.task("g", "a", {"append", s.path("log"), "task"});
    PF_RUN(r, s, "-j", "2");
    CHECK(s.lines("log") ==
          Words{"package up", "module up", "class up", "task", "class down", "module down", "package down"});
}

TEST_CASE("nose S10: a failing set-up is one failed fixture and every task below it is counted",
          "[nose-defects][S10]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"print-line", "no space on the moon", "exit", "7"});
    s.plan.group("g", "f");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {"touch", s.path("ran")});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 3);
    CHECK(r.count("declared") == 3);
    CHECK(r.count("not_run") == 3);
    for (const char* id : {"g.a", "g.b", "g.c"}) {
        CHECK(r.cause(id) == "fixture_failed");
        CHECK(r.reason(id).find('f') != std::string::npos);
    }
    REQUIRE(r.events("setup_ended").size() == 1);
    CHECK(output_bytes(r.events("setup_ended")[0]) == "no space on the moon\n");
    CHECK(r.transcript.find("no space on the moon") != std::string::npos);
    CHECK(Results::text(r.fixture("f"), "outcome") == "failed");
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("nose S11: when an inner set-up fails, its own teardown and the outer ones run", "[nose-defects][S11]") {
    Scenario s;
    s.plan.fixture("outer")
        .command("setup", {"append", s.path("log"), "outer up"})
        .command("teardown", {"append", s.path("log"), "outer down"});
    s.plan.fixture("inner")
        .set("parent", "outer")
        .command("setup", {"append", s.path("log"), "inner fails", "exit", "1"})
        .command("teardown", {"append", s.path("log"), "inner down"});
    s.plan.group("g", "inner");
    s.plan.task("g", "a", {"append", s.path("log"), "task"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 3);
    CHECK(s.lines("log") == Words{"outer up", "inner fails", "inner down", "outer down"});
    CHECK(r.cause("g.a") == "fixture_failed");
}

TEST_CASE("nose S12: RUN_SERIAL tasks are run, alone, and their failures count", "[nose-defects][S12]") {
    Scenario s;
    s.plan.group("serial").set("run_serial", "1");
    s.plan.task("serial", "fails", {"exclusive", s.path("alone"), "0.1", "exit", "1"});
    s.plan.task("serial", "passes", {"exclusive", s.path("alone"), "0.1"});
    s.plan.group("others");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("others", name,
                    {"expect-no-file", s.path("alone"), "sleep", "0.05", "expect-no-file", s.path("alone")});
    }
    PF_RUN(r, s, "-j", "4");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("serial.fails") == "failed");
    CHECK(r.ended_event("serial.fails").value("exit_code", 0) == 1);
    CHECK(r.count("passed") == 4);
    for (const char* other : {"others.a", "others.b", "others.c", "serial.passes"}) {
        CHECK_FALSE(r.overlapped("serial.fails", other));
    }
}

TEST_CASE("nose S13: a shared fixture is not torn down after the first task, and not set up again",
          "[nose-defects][S13]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"append", s.path("log"), "up"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "1");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {"append", s.path("log"), "task"});
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(s.lines("log") == Words{"up", "task", "task", "task", "down"});
}

TEST_CASE("nose S14: a duplicate id is refused by name", "[nose-defects][S14]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "twin", {"touch", s.path("ran")});
    s.plan.task("g", "twin", {"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    const Results r = s.helper({"run", s.build_dir()});
    INFO(r.transcript);
    CHECK(r.exit_code == 2);
    CHECK(r.transcript.find("g.twin") != std::string::npos);
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("nose S15: the pool does not shrink when workers die while the queue is empty", "[nose-defects][S15]") {
    Scenario s;
    const auto line = [&](const std::string& name) {
        return Json{{"name", name}, {"command", child({"barrier", s.path("both"), "2", "25"})}}.dump();
    };
    s.plan.group("g").set("workers", "3");
    s.plan.task("g", "gen", {"wait-file", s.path("dead"), "25", "print-line", line("x"), "print-line", line("y")})
        .set("generator", "1");
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"});
    s.plan.task("g", "kills-too", {"kill-parent", "9", "sleep", "60"});
    HelperRun run = s.start({"-j", "3"});
    REQUIRE(s.wait_for_event("task_ended", "id", "g.kills"));
    REQUIRE(s.wait_for_event("task_ended", "id", "g.kills-too"));
    s.touch("dead");
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.count("crashed") == 2);
    CHECK(r.outcome("g.x") == "passed");
    CHECK(r.outcome("g.y") == "passed");
}

TEST_CASE("nose S16: a task that is slow to end does not stall the others", "[nose-defects][S16]") {
    Scenario s;
    s.plan.group("slow").set("timeout", "0.5");
    s.plan
        .task("slow", "a",
              {"hold-signal", "15", "await-signal", "15", "touch", s.path("ending"), "wait-file", s.path("done"), "25",
               "append", s.path("log"), "saw the others"})
        .set("cost", "99");
    s.plan.group("others").set("dispatch", "unit");
    s.plan.task("others", "waits", {"wait-file", s.path("ending"), "25"});
    for (int i = 0; i < 10; ++i) {
        s.plan.task("others", std::to_string(i), {});
    }
    s.plan.task("others", "last", {"touch", s.path("done")});
    PF_RUN(r, s, "-j", "2", "--grace", "25");
    CHECK(r.outcome("slow.a") == "timeout");
    CHECK(r.count("passed") == 12);
    CHECK(s.lines("log") == Words{"saw the others"});
}

TEST_CASE("nose S17: more workers than tasks, and workers idle for longer than any limit, do no harm",
          "[nose-defects][S17]") {
    Scenario s;
    s.plan.group("few").set("workers", "8");
    s.plan.task("few", "only", {});
    const auto line = [&](const std::string& name) {
        return Json{{"name", name}, {"command", child({"barrier", s.path("both"), "2", "25"})}, {"timeout", 30}}.dump();
    };
    s.plan.group("late").set("workers", "2");
    s.plan.task("late", "first", {});
    s.plan.task("late", "gen", {"sleep", "1.2", "print-line", line("x"), "print-line", line("y")})
        .set("generator", "1")
        .set("timeout", "30");
    PF_RUN(r, s, "-j", "8", "--timeout", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 5);
}

TEST_CASE("nose S18: a fixture is set up when it is needed and torn down when it no longer is", "[nose-defects][S18]") {
    Scenario s;
    for (const std::string name : {"early", "late"}) {
        s.plan.fixture(name)
            .command("setup", {"touch", s.path(name + " up")})
            .command("teardown", {"touch", s.path(name + " down")});
        s.plan.group("g-" + name, name);
    }
    s.plan.task("g-early", "a", {"expect-no-file", s.path("late up")}).set("cost", "10");
    s.plan.task("g-late", "a", {"wait-file", s.path("early down"), "25"}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.outcome("g-early.a") == "passed");
    CHECK(r.outcome("g-late.a") == "passed");
}

TEST_CASE("nose S19: environment and directory reach the tasks of every worker", "[nose-defects][S19]") {
    Scenario s;
    s.plan.fixture("f").set("env", "FROM_FIXTURE=1").command("setup", {"write-env", "FROM_SETUP", "2"});
    s.plan.group("g", "f").set("workers", "2").set("env", "FROM_GROUP=3").set("cwd", s.temp_dir());
    for (const char* name : {"a", "b"}) {
        s.plan
            .task("g", name,
                  {"barrier", s.path("both"), "2", "25", "env", "FROM_CALLER", "env", "FROM_FIXTURE", "env",
                   "FROM_SETUP", "env", "FROM_GROUP", "env", "FROM_TASK", "cwd"})
            .set("env", "FROM_TASK=4");
    }
    const RunOptions options{.environment = {"FROM_CALLER=0"}};
    const Results r = s.run({"-j", "2"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    for (const char* id : {"g.a", "g.b"}) {
        CHECK(r.output(id) ==
              "FROM_CALLER=0\nFROM_FIXTURE=1\nFROM_SETUP=2\nFROM_GROUP=3\nFROM_TASK=4\n" + s.temp_dir() + "\n");
    }
}

TEST_CASE("nose S20: a genuine SIGILL, SIGTERM or SIGINT is a crash, and our timeout is none of these",
          "[nose-defects][S20]") {
    Scenario s;
    s.plan.group("g").set("timeout", "20");
    s.plan.task("g", "ill", {"kill-self", "4"});
    s.plan.task("g", "term", {"kill-self", "15"});
    s.plan.task("g", "int", {"kill-self", "2"});
    s.plan.task("g", "hangs", {"sleep", "60"}).set("timeout", "0.4");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.count("crashed") == 3);
    CHECK(r.ended_event("g.ill").value("signal", 0) == SIGILL);
    CHECK(r.ended_event("g.term").value("signal", 0) == SIGTERM);
    CHECK(r.ended_event("g.int").value("signal", 0) == SIGINT);
    CHECK(r.outcome("g.hangs") == "timeout");
}

TEST_CASE("nose S21: the exit code or signal of every process is looked at and told", "[nose-defects][S21]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "exits", {"exit", "42"});
    s.plan.task("g", "crashes", {"segv"});
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"});
    s.plan.fixture("f").command("setup", {"kill-self", "6"});
    s.plan.group("h", "f");
    s.plan.task("h", "never", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.ended_event("g.exits").value("exit_code", 0) == 42);
    CHECK(r.reason("g.exits").find("42") != std::string::npos);
    CHECK(r.ended_event("g.crashes").value("signal", 0) == SIGSEGV);
    CHECK(r.reason("g.kills").find("signal 9") != std::string::npos);
    REQUIRE(r.events("setup_ended").size() == 1);
    CHECK(Results::text(r.events("setup_ended")[0], "reason").find("SIGABRT") != std::string::npos);
    CHECK(r.exit_code == 3);
}

}  // namespace pf::acceptance
