// SIGKILL of the helper: nobody survives it, and `report` accounts for every task from the journal.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

constexpr int kTasks = 24;

// Something of everything: services, nested set-ups, daemons left by a set-up, tasks that leave daemons and ignore
// SIGTERM.
void add_work(Scenario& s) {
    s.plan.service("service", {"ignore-term", "spawn-tree", "2", "notify", "READY=1", "serve"})
        .set("ready_notify", "1");
    s.plan.fixture("left")
        .set("parent", "service")
        .command("setup", {"daemon", "ignore-term", "sleep", "60", "end", "sleep", "0.05"})
        .command("teardown", {"sleep", "0.05"});
    s.plan.group("g", "left");
    s.plan.group("plain");
    for (int i = 0; i < kTasks / 2; ++i) {
        const std::string name = "t" + std::to_string(i);
        s.plan.task("g", name, {"ignore-term", "daemon", "sleep", "60", "end", "spawn-tree", "2", "sleep", "0.03"});
        s.plan.task("plain", name, {"sleep", "0.02"});
    }
}

// What `report` makes of a run that was cut off.
void check_report(Scenario& s, const std::string& where) {
    INFO(where);
    const Results r = s.helper({"report", s.build_dir()});
    INFO(r.transcript);
    REQUIRE_FALSE(r.directory.empty());
    check_accounting(r);
    check_reports(r);
    CHECK(r.count("declared") == kTasks);
    // What the journal has as final is what the report says.
    for (const Json& event : r.events("task_ended")) {
        if (event.value("final", true)) {
            const std::string id = Results::text(event, "id");
            CHECK(r.outcome(id) == Results::text(event, "outcome"));
        }
    }
    CHECK(r.exit_code != 0);
}

}  // namespace

TEST_CASE("SIGKILL of the helper at any moment leaves nobody within one second", "[killed]") {
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> delay(0, 700);
    for (int round = 0; round < 8; ++round) {
        Scenario s;
        add_work(s);
        HelperRun run = s.start({"-j", "2"});
        // Only runs that have a plan can be accounted for; the moments before it are the next test's.
        REQUIRE(wait_until([&] { return !read_journal(results_dir(s.build_dir()) + "/journal.jsonl").empty(); }));
        const int milliseconds = delay(random);
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        run.signal(SIGKILL);
        run.wait();
        check_gone(s.mark());
        Results partial;
        load_results(partial, s.build_dir());
        if (partial.events("plan_ended").size() == 1 && partial.events("run_ended").empty()) {
            check_report(s, "killed after " + std::to_string(milliseconds) + " ms");
        }
    }
}

TEST_CASE("SIGKILL of the helper while it starts leaves nobody", "[killed]") {
    for (int round = 0; round < 10; ++round) {
        Scenario s;
        add_work(s);
        HelperRun run = s.start({"-j", "2"});
        std::this_thread::sleep_for(std::chrono::milliseconds(4 * round));
        run.signal(SIGKILL);
        run.wait();
        check_gone(s.mark());
    }
}

TEST_CASE("SIGKILL at known moments: in a set-up, a task, a teardown, a grace", "[killed]") {
    Scenario s;
    const Words stuck{"ignore-term", "daemon", "ignore-term",  "sleep", "60",
                      "end",         "touch",  s.path("here"), "sleep", "60"};
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("g", "f").set("timeout", "0.3");
    SECTION("set-up") {
        s.plan.fixture("inner").set("parent", "f").command("setup", stuck);
        s.plan.group("h", "inner");
        s.plan.task("h", "a", {});
    }
    SECTION("task") { s.plan.task("g", "a", stuck).set("timeout", "0"); }
    SECTION("teardown") {
        s.plan.fixture("inner").set("parent", "f").command("teardown", stuck);
        s.plan.group("h", "inner");
        s.plan.task("h", "a", {});
    }
    SECTION("grace") {
        s.plan.task("g", "a", {"hold-signal", "15", "await-signal", "15", "touch", s.path("here"), "sleep", "60"});
    }
    HelperRun run = s.start({"-j", "1", "--grace", "600"});
    REQUIRE(wait_until([&] { return s.has("here"); }));
    run.signal(SIGKILL);
    run.wait();
    check_gone(s.mark());
    const Results r = s.helper({"report", s.build_dir()});
    INFO(r.transcript);
    check_accounting(r);
    CHECK(r.count("declared") == 1);
}

TEST_CASE("report: a task in flight is crashed, one never started not_run, both unreported", "[killed][report]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "done", {}).set("cost", "9");
    s.plan.task("g", "in-flight", {"touch", s.path("here"), "sleep", "60"}).set("cost", "8");
    s.plan.task("g", "never", {}).set("cost", "1");
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("here"); }));
    run.signal(SIGKILL);
    run.wait();
    const Results r = s.helper({"report", s.build_dir()});
    INFO(r.transcript);
    CHECK(r.outcome("g.done") == "passed");
    CHECK(r.outcome("g.in-flight") == "crashed");
    CHECK(r.outcome("g.never") == "not_run");
    check_accounting(r);
    check_reports(r);
    CHECK(r.exit_code == 5);
}

TEST_CASE("report: a journal cut in the middle of a line, and of a plan", "[killed][report]") {
    Scenario s;
    s.plan.group("g");
    for (int i = 0; i < 5; ++i) {
        s.plan.task("g", "t" + std::to_string(i), {"print-line", "hello"});
    }
    PF_RUN(first, s, "-j", "1");
    const std::string journal = read_file(first.directory + "/journal.jsonl");
    const std::size_t plan_end = journal.find("\"plan_ended\"");
    REQUIRE(plan_end != std::string::npos);
    for (std::size_t cut = journal.find('\n', plan_end) + 1; cut < journal.size(); cut += 97) {
        INFO("cut at byte " << cut);
        write_file(first.directory + "/journal.jsonl", journal.substr(0, cut));
        for (const char* name : {"summary.json", "Test.xml", "junit.xml", "report.html", "trace.json"}) {
            std::filesystem::remove(first.directory + "/" + name);
        }
        const Results r = [&] {
            HelperRun run = s.start_helper({"report", s.build_dir()});
            Results results;
            results.exit_code = run.wait().exit_code;
            results.transcript = run.output();
            results.directory = first.directory;
            const std::string summary = read_file(first.directory + "/summary.json");
            REQUIRE_FALSE(summary.empty());
            results.summary = Json::parse(summary);
            return results;
        }();
        INFO(r.transcript);
        CHECK(r.count("declared") == 5);
        check_reports(r);
    }
}

TEST_CASE("report makes the same files again", "[report]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"print-line", "setting up"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"print-hex", "00ff1b5b", "exit", "1"});
    s.plan.task("g", "b", {});
    PF_RUN(first, s, "-j", "1");
    std::vector<std::string> texts;
    for (const char* name : {"summary.json", "Test.xml", "junit.xml", "report.html", "trace.json"}) {
        texts.push_back(read_file(first.directory + "/" + name));
        std::filesystem::remove(first.directory + "/" + name);
    }
    const Results r = s.helper({"report", s.build_dir()});
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    std::size_t i = 0;
    for (const char* name : {"summary.json", "Test.xml", "junit.xml", "report.html", "trace.json"}) {
        INFO(name);
        CHECK(read_file(first.directory + "/" + name) == texts.at(i++));
    }
}

}  // namespace pf::acceptance
