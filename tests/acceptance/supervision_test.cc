// Timeouts, leftovers, killed supervisors, and what a task inherits.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {

TEST_CASE("a timeout ends the whole tree, SIGTERM ignored or not", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.6");
    s.plan.task("g", "tree", {"spawn-tree", "5", "sleep", "60"});
    s.plan.task("g", "stubborn", {"ignore-term", "spawn-tree", "5", "sleep", "60"});
    s.plan.task("g", "escaped", {"daemon", "ignore-term", "sleep", "60", "end", "sleep", "60"});
    s.plan.task("g", "stopped", {"spawn", "stop-self", "end", "stop-self"});
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "2", "--grace", "0.4");
    CHECK(r.exit_code == 1);
    CHECK(r.count("timeout") == 4);
    CHECK(r.outcome("g.next") == "passed");
}

TEST_CASE("a task gets SIGTERM and its grace to clean up in", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.5");
    s.plan.task("g", "polite",
                {"hold-signal", "15", "await-signal", "15", "append", s.path("log"), "cleaned", "exit", "0"});
    PF_RUN(r, s, "-j", "1", "--grace", "25");
    CHECK(r.outcome("g.polite") == "timeout");  // Whatever it says afterwards.
    CHECK(s.lines("log") == Words{"cleaned"});
    CHECK(r.exit_code == 1);
}

TEST_CASE("a stopped task is woken to receive its SIGTERM", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.5");
    s.plan.task("g", "a", {"hold-signal", "15", "stop-self", "await-signal", "15", "append", s.path("log"), "woken"});
    PF_RUN(r, s, "-j", "1", "--grace", "25");
    CHECK(r.outcome("g.a") == "timeout");
    CHECK(s.lines("log") == Words{"woken"});
}

TEST_CASE("what a task leaves behind is killed and named before the next task, whatever it did to hide",
          "[supervision]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan
        .task("g", "child", {"spawn", "pids", s.path("pid1"), "sleep", "60", "end", "wait-file", s.path("pid1"), "20"})
        .set("cost", "9");
    s.plan
        .task(
            "g", "daemon",
            {"daemon", "ignore-term", "pids", s.path("pid2"), "sleep", "60", "end", "wait-file", s.path("pid2"), "20"})
        .set("cost", "8");
    s.plan.task("g", "tree", {"spawn-tree", "3"}).set("cost", "7");
    s.plan.task("g", "clean", {}).set("cost", "6");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 4);
    CHECK(r.count("leaked") == 3);
    const auto leaked = [&](const std::string& id) { return r.ended_event(id).value("leaked", Words{}); };
    const auto is_named = [&](const std::string& id, const std::string& pid_file) {
        const Words names = leaked(id);
        return names.size() == 1 && names[0].find("pf_test_child") != std::string::npos &&
               names[0].find("(pid " + s.lines(pid_file).at(0) + ")") != std::string::npos;
    };
    CHECK(is_named("g.child", "pid1"));
    CHECK(is_named("g.daemon", "pid2"));
    CHECK(leaked("g.tree").size() == 3);
    CHECK(leaked("g.clean").empty());
    CHECK(r.transcript.find("(pid " + s.lines("pid2").at(0) + ")") != std::string::npos);
}

TEST_CASE("a task that ended while a descendant holds its output is done, and the output is kept", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("workers", "1").set("timeout", "25");
    s.plan.task("g", "a", {"print-line", "said", "spawn", "sleep", "60", "end"});
    s.plan.task("g", "next", {"print-line", "own words"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "passed");
    CHECK(r.is_leaked("g.a"));
    CHECK(r.output("g.a") == "said\n");
    CHECK(r.output("g.next") == "own words\n");
}

TEST_CASE("a descendant that writes on and on cannot reach the next task's output", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    Words chatter{"spawn"};
    for (int i = 0; i < 500; ++i) {
        chatter.insert(chatter.end(), {"print-line", "stray", "sleep", "0.01"});
    }
    chatter.emplace_back("end");
    s.plan.task("g", "a", chatter).set("cost", "9");
    s.plan.task("g", "next", {"print-line", "clean", "sleep", "0.3"}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.is_leaked("g.a"));
    CHECK(r.output("g.next") == "clean\n");
}

TEST_CASE("a failed task may have leaked too", "[supervision]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"daemon", "sleep", "60", "end", "exit", "1"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "failed");
    CHECK(r.is_leaked("g.a"));
    CHECK(r.exit_code == 1);
}

TEST_CASE("a killed worker takes its task and its leftovers with it, and the group goes on", "[supervision]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "1");
    s.plan
        .task("g", "a",
              {"print-line", "last words", "daemon", "ignore-term", "sleep", "60", "end", "ignore-term", "kill-parent",
               "9", "sleep", "60"})
        .set("cost", "9");
    s.plan.task("g", "next", {}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "crashed");
    CHECK(r.cause("g.a") == "worker_died");
    CHECK(r.outcome("g.next") == "passed");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("a stopped worker does not stop the run for ever", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("workers", "1").set("timeout", "1");
    s.plan.task("g", "a", {"kill-parent", "19", "sleep", "60"});
    s.plan.task("g", "next", {});
    PF_RUN(r, s, "-j", "1", "--grace", "0.5");
    CHECK(r.outcome("g.a") != "passed");
    CHECK(r.outcome("g.next") == "passed");
    CHECK(r.exit_code == 1);
}

TEST_CASE("a SCOPE WORKER fixture is torn down when its worker was killed", "[supervision]") {
    Scenario s;
    s.plan.fixture("f")
        .set("scope", "worker")
        .command("setup", {"append", s.path("log"), "up"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "1");
    s.plan.task("g", "a", {"kill-parent", "9", "sleep", "60"}).set("cost", "9");
    s.plan.task("g", "next", {}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "crashed");
    CHECK(r.outcome("g.next") == "passed");
    const Words log = s.lines("log");
    CHECK(std::count(log.begin(), log.end(), "up") == std::count(log.begin(), log.end(), "down"));
}

TEST_CASE("tasks, set-ups, services and teardowns start with default dispositions and an empty mask", "[supervision]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"signals"}).command("teardown", {"signals"});
    s.plan.service("v", {"signals", "serve"}).set("parent", "f").set("ready_log", "signals default");
    s.plan.group("g", "v");
    s.plan.task("g", "a", {"signals"});
    const RunOptions options{.before_exec = [] {
        // As under `nohup`, in the background of a shell, or with a mask that somebody left.
        for (const int number : {SIGINT, SIGQUIT, SIGHUP, SIGCHLD, SIGPIPE, SIGUSR2}) {
            static_cast<void>(::signal(number, SIG_IGN));
        }
        sigset_t mask;
        ::sigemptyset(&mask);
        ::sigaddset(&mask, SIGCHLD);
        ::sigaddset(&mask, SIGTERM);
        ::sigaddset(&mask, SIGUSR1);
        ::sigprocmask(SIG_BLOCK, &mask, nullptr);
    }};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a") == "signals default\n");
    CHECK(output_bytes(r.events("setup_ended", "fixture", "f").at(0)) == "signals default\n");
    CHECK(output_bytes(r.events("teardown_ended", "fixture", "f").at(0)) == "signals default\n");
}

TEST_CASE("no descriptor but the standard three is inherited, and stdin is /dev/null", "[supervision]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"fds", "stdin"}).command("teardown", {"fds", "stdin"});
    s.plan.service("v", {"fds", "print-line", "ready", "serve"}).set("parent", "f").set("ready_log", "ready");
    s.plan.group("g", "v").set("workers", "2");
    for (const char* name : {"a", "b"}) {
        s.plan.task("g", name, {"barrier", s.path("both"), "2", "25", "fds", "stdin"});
    }
    const RunOptions options{.before_exec = [] {
        for (int i = 0; i < 20; ++i) {
            ::dup(::open("/dev/zero", O_RDONLY));  // NOLINT: leaked on purpose, without O_CLOEXEC.
        }
    }};
    const Results r = s.run({"-j", "2"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    const std::string clean = "fds 0 1 2\nstdin /dev/null 0 bytes\n";
    CHECK(r.output("g.a") == clean);
    CHECK(r.output("g.b") == clean);
    CHECK(output_bytes(r.events("setup_ended", "fixture", "f").at(0)) == clean);
    CHECK(output_bytes(r.events("setup_ended", "fixture", "v").at(0)) == "fds 0 1 2\nready\n");
    CHECK(output_bytes(r.events("teardown_ended", "fixture", "f").at(0)) == clean);
}

TEST_CASE("the helper works when it was started without standard descriptors", "[supervision]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"fds", "stdin"});
    const RunOptions options{.before_exec = [] {
        for (const int fd : {0, 1, 2}) {
            ::close(fd);
        }
    }};
    const Results r = s.run({"-j", "1"}, options);
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a") == "fds 0 1 2\nstdin /dev/null 0 bytes\n");
}

TEST_CASE("descriptors do not pile up in a worker over its tasks", "[supervision]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    for (int i = 0; i < 30; ++i) {
        s.plan.task("g", "t" + std::to_string(i), {"fds"});
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    for (int i = 0; i < 30; ++i) {
        CHECK(r.output("g.t" + std::to_string(i)) == "fds 0 1 2\n");
    }
}

}  // namespace pf::acceptance
