// Set-ups and teardowns that fail, hang, are killed or skip.
#include <signal.h>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A fixture under an outer one; a task; the whole torn down. `inner` is filled in by the test.
Record& inner_of(Scenario& s) {
    s.plan.fixture("outer")
        .command("setup", {"append", s.path("log"), "outer up"})
        .command("teardown", {"append", s.path("log"), "outer down"});
    Record& inner = s.plan.fixture("inner").set("parent", "outer");
    s.plan.group("g", "inner");
    s.plan.task("g", "a", {"append", s.path("log"), "task"});
    return inner;
}

Json only(const Results& r, const std::string& name, const std::string& fixture) {
    const std::vector<Json> events = r.events(name, "fixture", fixture);
    REQUIRE(events.size() == 1);
    return events[0];
}

}  // namespace

TEST_CASE("a set-up that hangs is ended with all its processes and is a timeout", "[fixtures][failures]") {
    Scenario s;
    inner_of(s)
        .set("setup_timeout", "0.5")
        .command("setup", {"print-line", "waiting for godot", "ignore-term", "spawn-tree", "3", "sleep", "60"});
    PF_RUN(r, s, "-j", "1", "--grace", "0.3");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "outcome") == "timeout");
    CHECK(output_bytes(only(r, "setup_ended", "inner")) == "waiting for godot\n");
    CHECK(r.cause("g.a") == "fixture_failed");
    CHECK(s.lines("log") == Words{"outer up", "outer down"});
}

TEST_CASE("a set-up that is killed has failed and the signal is named", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).command("setup", {"kill-self", "9"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    const Json ended = only(r, "setup_ended", "inner");
    CHECK(Results::text(ended, "outcome") == "failed");
    CHECK(Results::text(ended, "reason").find("SIGKILL") != std::string::npos);
    CHECK(r.cause("g.a") == "fixture_failed");
}

TEST_CASE("a set-up whose supervising process is killed has failed", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).command("setup", {"kill-parent", "9", "sleep", "60"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "outcome") == "failed");
    CHECK(s.lines("log") == Words{"outer up", "outer down"});
}

TEST_CASE("a set-up that does not exist or cannot start names its program", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).program("setup", {s.path("no-such-setup")});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "reason").find("no-such-setup") != std::string::npos);
    CHECK(r.transcript.find("no-such-setup") != std::string::npos);
    CHECK(r.cause("g.a") == "fixture_failed");
}

TEST_CASE("a set-up whose directory is missing names it", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).command("setup", {}).set("cwd", s.path("no such directory"));
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "reason").find("no such directory") != std::string::npos);
}

TEST_CASE("a set-up that skips makes its tasks skipped and fails nothing", "[fixtures][failures]") {
    Scenario s;
    Record& inner = inner_of(s);
    SECTION("by its return code") {
        inner.set("skip_return_code", "77").command("setup", {"print-line", "not installed", "exit", "77"});
    }
    SECTION("by its output") {
        inner.set("skip_regex", "not inst[a]lled").command("setup", {"print-line", "not installed", "exit", "1"});
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "outcome") == "skipped");
    CHECK(r.outcome("g.a") == "skipped");
    CHECK(r.cause("g.a") == "fixture_skipped");
    CHECK(s.lines("log") == Words{"outer up", "outer down"});
}

TEST_CASE("an outer set-up that fails leaves the inner ones alone", "[fixtures][failures]") {
    Scenario s;
    s.plan.fixture("outer").command("setup", {"exit", "1"});
    s.plan.fixture("inner").set("parent", "outer").command("setup", {"append", s.path("log"), "inner up"});
    s.plan.group("g", "inner");
    s.plan.task("g", "a", {});
    s.plan.group("h", "outer");
    s.plan.task("h", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(s.lines("log").empty());
    CHECK(r.cause("g.a") == "fixture_failed");
    CHECK(r.cause("h.a") == "fixture_failed");
    CHECK(r.reason("g.a").find("outer") != std::string::npos);
    CHECK(r.events("setup_ended").size() == 1);
}

TEST_CASE("a failing fixture does not touch another group's", "[fixtures][failures]") {
    Scenario s;
    s.plan.fixture("bad").command("setup", {"exit", "1"});
    s.plan.fixture("good").command("setup", {}).command("teardown", {"append", s.path("log"), "good down"});
    s.plan.group("b", "bad");
    s.plan.group("g", "good");
    s.plan.task("b", "a", {});
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("g.a") == "passed");
    CHECK(s.lines("log") == Words{"good down"});
}

TEST_CASE("a SCOPE WORKER set-up that fails does so once and the group's tasks are not run", "[fixtures][failures]") {
    Scenario s;
    s.plan.fixture("f").set("scope", "worker").command("setup", {"exit", "1"});
    s.plan.group("g", "f").set("workers", "1");
    s.plan.task("g", "a", {});
    s.plan.task("g", "b", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.cause("g.a") == "fixture_failed");
    CHECK(r.cause("g.b") == "fixture_failed");
    CHECK(r.events("setup_ended").size() == 1);
}

TEST_CASE("a teardown that fails fails the run and rewrites no task", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).command("setup", {}).command("teardown", {"print-line", "still busy", "exit", "5"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("g.a") == "passed");
    const Json ended = only(r, "teardown_ended", "inner");
    CHECK_FALSE(ended.value("passed", true));
    CHECK(output_bytes(ended) == "still busy\n");
    CHECK(r.transcript.find("still busy") != std::string::npos);
    CHECK(Results::text(r.fixture("inner"), "outcome") == "failed");
    CHECK(s.lines("log") == Words{"outer up", "task", "outer down"});
}

TEST_CASE("a teardown that hangs has its own limit", "[fixtures][failures]") {
    Scenario s;
    inner_of(s).set("teardown_timeout", "0.5").command("setup", {}).command("teardown", {"ignore-term", "sleep", "60"});
    PF_RUN(r, s, "-j", "1", "--grace", "0.3");
    CHECK(r.exit_code == 3);
    CHECK(r.outcome("g.a") == "passed");
    CHECK_FALSE(only(r, "teardown_ended", "inner").value("passed", true));
    CHECK_FALSE(Results::text(only(r, "teardown_ended", "inner"), "reason").empty());
    CHECK(s.lines("log") == Words{"outer up", "task", "outer down"});
}

TEST_CASE("a teardown that cannot start, and one that crashes", "[fixtures][failures]") {
    Scenario s;
    Record& inner = inner_of(s).command("setup", {});
    std::string word;
    SECTION("missing") {
        inner.program("teardown", {s.path("no-such-teardown")});
        word = "no-such-teardown";
    }
    SECTION("crashing") {
        inner.command("teardown", {"segv"});
        word = "SIGSEGV";
    }
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(only(r, "teardown_ended", "inner"), "reason").find(word) != std::string::npos);
    CHECK(r.outcome("g.a") == "passed");
}

TEST_CASE("the teardown runs after failures, timeouts, crashes and a killed worker", "[fixtures][failures]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    s.plan.task("g", "fails", {"exit", "1"});
    s.plan.task("g", "hangs", {"sleep", "60"}).set("timeout", "0.4");
    s.plan.task("g", "crashes", {"segv"});
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"});
    PF_RUN(r, s, "-j", "2");
    CHECK(s.lines("log") == Words{"down"});
    CHECK(r.exit_code == 1);
}

TEST_CASE("Ctrl-C in a set-up: it is interrupted, its teardown runs, the outer one too", "[fixtures][failures]") {
    Scenario s;
    inner_of(s)
        .command("setup", {"touch", s.path("setting up"), "sleep", "60"})
        .command("teardown", {"append", s.path("log"), "inner down"});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("setting up"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(Results::text(only(r, "setup_ended", "inner"), "outcome") == "interrupted");
    CHECK(r.cause("g.a") == "interrupted");
    CHECK(s.lines("log") == Words{"outer up", "inner down", "outer down"});
}

}  // namespace pf::acceptance
