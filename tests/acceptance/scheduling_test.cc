// Order, packing, retries, repeats and stopping, as the run's journal shows them.
#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

std::string seed_of(const Results& r) {
    return std::to_string(r.events("run_started").at(0).value("seed", std::uint64_t{0}));
}

void add_tasks(Scenario& s, int count) {
    s.plan.group("g");
    for (int i = 0; i < count; ++i) {
        s.plan.task("g", "t" + std::to_string(i), {});
    }
}

}  // namespace

TEST_CASE("the second run starts with what failed, then the longest first", "[scheduling]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "short", {"sleep", "0.01"});
    s.plan.task("g", "failing", {"exit", "1"});
    s.plan.task("g", "long", {"sleep", "0.9"});
    s.plan.task("g", "middle", {"sleep", "0.4"});
    s.run({"-j", "1"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.start_order() == Words{"g.failing", "g.long", "g.middle", "g.short"});
}

TEST_CASE("COST orders what has not run before", "[scheduling]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "cheap", {}).set("cost", "1");
    s.plan.task("g", "dear", {}).set("cost", "50");
    s.plan.task("g", "fair", {}).set("cost", "7.5");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.start_order() == Words{"g.dear", "g.fair", "g.cheap"});
}

TEST_CASE("a task without COST has 0, as in CTest: what has one goes first", "[scheduling]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "plain", {});
    s.plan.task("g", "dear", {}).set("cost", "50");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.start_order() == Words{"g.dear", "g.plain"});
}

TEST_CASE("PROCESSORS takes that many slots; more than there are runs alone", "[scheduling]") {
    Scenario s;
    s.plan.group("g").set("workers", "4");
    s.plan.task("g", "two", {"exclusive", s.path("two"), "0.3"}).set("processors", "2").set("cost", "9");
    s.plan.task("g", "other-two", {"exclusive", s.path("two"), "0.3"}).set("processors", "2").set("cost", "8");
    s.plan.task("g", "one", {"sleep", "0.3"}).set("cost", "7");
    s.plan.task("g", "huge", {"expect-no-file", s.path("two")}).set("processors", "100").set("cost", "6");
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
    CHECK_FALSE(r.overlapped("g.two", "g.other-two"));
    for (const char* id : {"g.two", "g.other-two", "g.one"}) {
        CHECK_FALSE(r.overlapped("g.huge", id));
    }
}

TEST_CASE("small tasks fill the slots beside a wide one", "[scheduling]") {
    Scenario s;
    s.plan.group("g").set("workers", "4");
    const Words meet{"barrier", s.path("all"), "2", "25"};
    s.plan.task("g", "wide", meet).set("processors", "2").set("cost", "9");
    s.plan.task("g", "narrow", meet);
    PF_RUN(r, s, "-j", "3");
    CHECK(r.exit_code == 0);
}

TEST_CASE("a RESOURCE_LOCK is held by one task at a time, over groups", "[scheduling]") {
    Scenario s;
    s.plan.group("g").set("lock", "db");
    s.plan.group("h");
    const Words alone{"exclusive", s.path("db"), "0.1"};
    s.plan.task("g", "a", alone);
    s.plan.task("g", "b", alone);
    s.plan.task("h", "a", alone).set("lock", "db").set("lock", "gpu");
    s.plan.task("h", "b", {"exclusive", s.path("gpu"), "0.1"}).set("lock", "gpu");
    PF_RUN(r, s, "-j", "4");
    CHECK(r.exit_code == 0);
    CHECK_FALSE(r.overlapped("g.a", "g.b"));
    CHECK_FALSE(r.overlapped("g.a", "h.a"));
    CHECK_FALSE(r.overlapped("h.a", "h.b"));
}

TEST_CASE("different locks do not keep tasks apart", "[scheduling]") {
    Scenario s;
    s.plan.group("g").set("workers", "2");
    const Words meet{"barrier", s.path("both"), "2", "25"};
    s.plan.task("g", "a", meet).set("lock", "one");
    s.plan.task("g", "b", meet).set("lock", "two");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
}

TEST_CASE("a RUN_SERIAL task runs alone over all groups", "[scheduling]") {
    Scenario s;
    s.plan.group("g");
    s.plan.group("h");
    s.plan.task("g", "serial", {"exclusive", s.path("alone"), "0.2"}).set("run_serial", "1");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("h", name, {"expect-no-file", s.path("alone"), "sleep", "0.1", "expect-no-file", s.path("alone")});
    }
    PF_RUN(r, s, "-j", "4");
    CHECK(r.exit_code == 0);
    for (const char* id : {"h.a", "h.b", "h.c"}) {
        CHECK_FALSE(r.overlapped("g.serial", id));
    }
}

TEST_CASE("WORKERS bounds a group, -j the run", "[scheduling]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.group("h").set("workers", "4");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {"exclusive", s.path("g"), "0.1"});
        s.plan.task("h", name, {"sleep", "0.1"});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    int running = 0;
    int most = 0;
    for (const Json& event : r.journal) {
        running += Results::text(event, "e") == "task_started" ? 1 : 0;
        running -= Results::text(event, "e") == "task_ended" ? 1 : 0;
        most = std::max(most, running);
        CHECK(event.value("slot", 0) < 2);
    }
    CHECK(most == 2);
}

TEST_CASE("RETRIES n makes n+1 attempts, each in a fresh process; a late pass is flaky", "[scheduling][retries]") {
    Scenario s;
    s.plan.group("g").set("retries", "2");
    s.plan.task("g", "late", {"pids", s.path("pids"), "fail-times", s.path("late"), "2"});
    s.plan.task("g", "never", {"exit", "1"});
    s.plan.task("g", "at-once", {});
    s.plan.task("g", "own", {"fail-times", s.path("own"), "1"}).set("retries", "0");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.late") == "passed");
    CHECK(r.task("g.late").value("flaky", false));
    CHECK(r.task("g.late").value("attempts", 0) == 3);
    CHECK(r.outcome("g.never") == "failed");
    CHECK(r.task("g.never").value("attempts", 0) == 3);
    CHECK_FALSE(r.task("g.never").value("flaky", false));
    CHECK(r.task("g.at-once").value("attempts", 0) == 1);
    CHECK_FALSE(r.task("g.at-once").value("flaky", false));
    CHECK(r.outcome("g.own") == "failed");
    CHECK(r.count("flaky") == 1);
    const Words pids = s.lines("pids");
    CHECK(std::set<std::string>(pids.begin(), pids.end()).size() == 3);
}

TEST_CASE("a crash and a timeout are retried, a skip and a missing program are not", "[scheduling][retries]") {
    Scenario s;
    s.plan.group("g").set("retries", "1");
    s.plan.task("g", "crash", {"segv"});
    s.plan.task("g", "hang", {"sleep", "60"}).set("timeout", "0.3");
    s.plan.task("g", "kills", {"kill-parent", "9", "sleep", "60"});
    s.plan.task("g", "skip", {"exit", "77"}).set("skip_return_code", "77");
    s.plan.program("g", "missing", {s.path("nothing")});
    PF_RUN(r, s, "-j", "1", "--grace", "1");
    CHECK(r.task("g.crash").value("attempts", 0) == 2);
    CHECK(r.task("g.hang").value("attempts", 0) == 2);
    CHECK(r.task("g.kills").value("attempts", 0) == 2);
    CHECK(r.task("g.skip").value("attempts", 0) == 1);
    CHECK(r.task("g.missing").value("attempts", 9) <= 1);
}

TEST_CASE("--repeat until-pass:n, until-fail:n and after-timeout:n", "[scheduling][repeat]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"fail-times", s.path("tries"), "1", "append", s.path("passes"), "x"});
    SECTION("until-pass") {
        PF_RUN(r, s, "-j", "1", "--repeat", "until-pass:3");
        CHECK(r.exit_code == 0);
        CHECK(s.lines("tries").size() == 2);
    }
    SECTION("until-fail") {
        s.touch("tries");
        write_file(s.path("tries"), "once\n");
        PF_RUN(r, s, "-j", "1", "--repeat", "until-fail:3");
        CHECK(r.exit_code == 0);
        CHECK(s.lines("passes").size() == 3);
    }
    SECTION("until-fail stops at the failure") {
        PF_RUN(r, s, "-j", "1", "--repeat", "until-fail:3");
        CHECK(r.exit_code == 1);
        CHECK(s.lines("tries").size() == 1);
    }
    SECTION("after-timeout repeats no other failure") {
        s.plan.task("g", "hangs-once", {"fail-times", s.path("never"), "0", "sleep", "60"}).set("timeout", "0.3");
        PF_RUN(r, s, "-j", "1", "--repeat", "after-timeout:2", "--grace", "1");
        CHECK(r.outcome("g.a") == "failed");
        CHECK(s.lines("tries").size() == 1);
        CHECK(s.lines("never").size() == 2);
    }
}

TEST_CASE("--stop-on-failure starts nothing more; every task is accounted for", "[scheduling]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.fixture("late").command("setup", {"append", s.path("log"), "late up"});
    s.plan.group("g", "f").set("workers", "1");
    s.plan.group("h", "late");
    s.plan.task("g", "fails", {"exit", "1"}).set("cost", "9");
    s.plan.task("g", "next", {"append", s.path("log"), "next"}).set("cost", "1");
    s.plan.task("h", "other", {"append", s.path("log"), "other"}).set("cost", "1");
    PF_RUN(r, s, "-j", "1", "--stop-on-failure");
    CHECK(r.exit_code == 1);
    CHECK(r.cause("g.next") == "stop_on_failure");
    CHECK(r.cause("h.other") == "stop_on_failure");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("--rerun-failed runs what did not pass last time and its fixtures only", "[scheduling]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"append", s.path("log"), "up"});
    s.plan.fixture("other").command("setup", {"append", s.path("log"), "other"});
    s.plan.group("g", "f");
    s.plan.group("h", "other");
    s.plan.task("g", "recovers", {"fail-times", s.path("tries"), "1"});
    s.plan.task("g", "fine", {"append", s.path("log"), "fine"});
    s.plan.task("g", "crashes", {"segv"});
    s.plan.task("h", "fine", {"append", s.path("log"), "fine"});
    s.run({"-j", "1"});
    write_file(s.path("log"), "");
    PF_RUN(second, s, "-j", "1", "--rerun-failed");
    CHECK(s.lines("log") == Words{"up"});
    CHECK(second.count("declared") == 2);
    CHECK(second.outcome("g.recovers") == "passed");
    CHECK(second.outcome("g.crashes") == "crashed");
    PF_RUN(third, s, "-j", "1", "--rerun-failed");
    CHECK(third.count("declared") == 1);
    CHECK(third.outcome("g.crashes") == "crashed");
}

namespace {
bool says(const Results& results, const char* text) { return results.transcript.find(text) != std::string::npos; }
}  // namespace

TEST_CASE("tasks that fail beside others and pass alone are told of", "[scheduling]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"fail-times", s.path("a"), "1"});
    s.plan.task("g", "b", {"fail-times", s.path("b"), "1"});
    PF_RUN(first, s, "-j", "2");
    CHECK(says(first, "       Alone "));
    CHECK(says(first, " --rerun-failed -j1\n"));
    SECTION("alone") {
        PF_RUN(alone, s, "--rerun-failed", "-j1");
        CHECK(says(alone, "2 tasks failed when last run and passed alone."));
        CHECK_FALSE(says(alone, "       Alone "));
    }
    SECTION("beside others") {
        PF_RUN(beside, s, "--rerun-failed", "-j2");
        CHECK_FALSE(says(beside, "passed alone"));
    }
    SECTION("something else is selected") {
        PF_RUN(selected, s, "-R", "a", "-j1");
        CHECK_FALSE(says(selected, "passed alone"));
    }
}

TEST_CASE("--schedule-random: another order, printed with its seed", "[scheduling]") {
    Scenario s;
    add_tasks(s, 40);
    PF_RUN(plain, s, "-j", "1");
    PF_RUN(one, s, "-j", "1", "--schedule-random");
    PF_RUN(two, s, "-j", "1", "--schedule-random");
    CHECK(one.start_order() != plain.start_order());
    CHECK(one.start_order() != two.start_order());
    CHECK(seed_of(one) != seed_of(two));
    CHECK(one.transcript.find(seed_of(one)) != std::string::npos);
}

TEST_CASE("--schedule-random with a seed gives the same order again", "[scheduling]") {
    Scenario s;
    add_tasks(s, 40);
    PF_RUN(one, s, "-j", "1", "--schedule-random");
    PF_RUN(again, s, "-j", "1", "--schedule-random", "--seed", seed_of(one));
    CHECK(again.start_order() == one.start_order());
    CHECK(seed_of(again) == seed_of(one));
}

TEST_CASE("-N lists what would run and runs nothing; list does the same", "[scheduling]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"touch", s.path("up")});
    s.plan.group("g", "f");
    s.plan.task("g", "alpha", {"touch", s.path("ran")});
    s.plan.task("g", "beta", {"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    for (const Words& args :
         {Words{"run", s.build_dir(), "-N", "-R", "alpha"}, Words{"list", s.build_dir(), "-R", "alpha"}}) {
        const Results r = s.helper(args);
        INFO(r.transcript);
        CHECK(r.exit_code == 0);
        CHECK(r.transcript.find("g.alpha") != std::string::npos);
        CHECK(r.transcript.find("g.beta") == std::string::npos);
    }
    CHECK_FALSE(s.has("ran"));
    CHECK_FALSE(s.has("up"));
}

TEST_CASE("2000 tasks all get their result, the last ten runs are kept", "[scheduling]") {
    Scenario s;
    add_tasks(s, 2000);
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 2000);
    Scenario t;
    t.plan.group("g");
    t.plan.task("g", "a", {});
    for (int i = 0; i < 12; ++i) {
        t.run({"-j", "1"});
    }
    int runs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(t.build_dir() + "/Testing/ParallelFixtures")) {
        runs += entry.is_directory() && !entry.is_symlink() ? 1 : 0;
    }
    CHECK(runs == 10);
}

}  // namespace pf::acceptance
