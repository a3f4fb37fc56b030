// How often, when and in which order fixtures are set up and torn down.
#include <algorithm>
#include <set>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A command fixture that writes "<name> up" and "<name> down" to the log.
Record& logged(Scenario& s, const std::string& name, const std::string& parent = "") {
    Record& fixture = s.plan.fixture(name);
    if (!parent.empty()) {
        fixture.set("parent", parent);
    }
    return fixture.command("setup", {"append", s.path("log"), name + " up"})
        .command("teardown", {"append", s.path("log"), name + " down"});
}

int count_line(const Words& lines, const std::string& line) {
    return static_cast<int>(std::count(lines.begin(), lines.end(), line));
}

std::ptrdiff_t index_of(const Words& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) - lines.begin();
}

}  // namespace

TEST_CASE("SCOPE RUN: once for all groups that share it", "[fixtures]") {
    Scenario s;
    logged(s, "f");
    s.plan.group("g", "f");
    s.plan.group("h", "f");
    for (const char* group : {"g", "h"}) {
        for (const char* name : {"a", "b", "c"}) {
            s.plan.task(group, name, {"append", s.path("log"), "task"});
        }
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log").front() == "f up");
    CHECK(s.lines("log").back() == "f down");
    CHECK(s.lines("log").size() == 8);
    CHECK(r.fixture("f").value("setups", 0) == 1);
    CHECK(r.fixture("f").value("teardowns", 0) == 1);
}

TEST_CASE("SCOPE WORKER: once in each worker that runs a task", "[fixtures]") {
    Scenario s;
    logged(s, "f").set("scope", "worker");
    s.plan.group("g", "f").set("workers", "2");
    const Words meet{"barrier", s.path("both"), "2", "25"};
    s.plan.task("g", "a", meet).set("cost", "9");
    s.plan.task("g", "b", meet).set("cost", "9");
    for (const char* name : {"c", "d", "e", "f"}) {
        s.plan.task("g", name, {});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(count_line(s.lines("log"), "f up") == 2);
    CHECK(count_line(s.lines("log"), "f down") == 2);
    std::set<std::string> instances;
    for (const Json& event : r.events("setup_started")) {
        instances.insert(Results::text(event, "instance"));
    }
    CHECK(instances.size() == 2);
}

TEST_CASE("SCOPE WORKER: a worker that never runs a task sets nothing up", "[fixtures]") {
    Scenario s;
    logged(s, "f").set("scope", "worker");
    s.plan.group("g", "f").set("workers", "8");
    s.plan.task("g", "only", {});
    PF_RUN(r, s, "-j", "8");
    CHECK(s.lines("log") == Words{"f up", "f down"});
}

TEST_CASE("SCOPE TASK: again for every task, and for every attempt", "[fixtures]") {
    Scenario s;
    logged(s, "f").set("scope", "task");
    s.plan.group("g", "f").set("workers", "1");
    s.plan.task("g", "a", {"append", s.path("log"), "a"}).set("cost", "9");
    s.plan.task("g", "b", {"append", s.path("log"), "b", "fail-times", s.path("tries"), "1"})
        .set("retries", "1")
        .set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"f up", "a", "f down", "f up", "b", "f down", "f up", "b", "f down"});
}

TEST_CASE("scopes nest: RUN around WORKER around TASK", "[fixtures]") {
    Scenario s;
    logged(s, "run");
    logged(s, "worker", "run").set("scope", "worker");
    logged(s, "task", "worker").set("scope", "task");
    s.plan.group("g", "task").set("workers", "1");
    s.plan.task("g", "a", {"append", s.path("log"), "a"}).set("cost", "9");
    s.plan.task("g", "b", {"append", s.path("log"), "b"}).set("cost", "1");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"run up", "worker up", "task up", "a", "task down", "task up", "b", "task down",
                                  "worker down", "run down"});
}

TEST_CASE("two children of one parent share it and are torn down before it", "[fixtures]") {
    Scenario s;
    logged(s, "db");
    logged(s, "left", "db");
    logged(s, "right", "db");
    s.plan.group("l", "left");
    s.plan.group("r", "right");
    const Words meet{"barrier", s.path("both"), "2", "25"};
    s.plan.task("l", "a", meet);
    s.plan.task("r", "a", meet);
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    const Words log = s.lines("log");
    REQUIRE(log.size() == 6);
    CHECK(log.front() == "db up");
    CHECK(log.back() == "db down");
    CHECK(index_of(log, "left up") < index_of(log, "left down"));
    CHECK(index_of(log, "right up") < index_of(log, "right down"));
}

TEST_CASE("independent groups overlap: both set-ups, and a set-up beside a task", "[fixtures]") {
    Scenario s;
    s.plan.fixture("a").command("setup", {"barrier", s.path("setups"), "2", "25"});
    s.plan.fixture("b").command("setup", {"barrier", s.path("setups"), "2", "25"});
    s.plan.fixture("c").command("setup", {"barrier", s.path("mixed"), "2", "25"});
    s.plan.group("ga", "a");
    s.plan.group("gb", "b");
    s.plan.group("gc", "c");
    s.plan.group("plain");
    s.plan.task("ga", "t", {}).set("cost", "9");
    s.plan.task("gb", "t", {}).set("cost", "9");
    s.plan.task("gc", "t", {}).set("cost", "5");
    s.plan.task("plain", "t", {"barrier", s.path("mixed"), "2", "25"}).set("cost", "4");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 4);
}

TEST_CASE("a nested fixture is torn down early while its parent stays for others", "[fixtures]") {
    Scenario s;
    logged(s, "db");
    s.plan.fixture("schema")
        .set("parent", "db")
        .command("setup", {})
        .command("teardown", {"touch", s.path("schema down")});
    s.plan.group("inner", "schema");
    s.plan.group("outer", "db");
    s.plan.task("inner", "a", {});
    s.plan.task("outer", "a", {"wait-file", s.path("schema down"), "25", "append", s.path("log"), "outer task"});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"db up", "outer task", "db down"});
}

TEST_CASE("selecting one task runs its whole chain and nothing else", "[fixtures][select]") {
    Scenario s;
    logged(s, "db");
    logged(s, "schema", "db");
    logged(s, "other");
    s.plan.group("g", "schema");
    s.plan.group("h", "other");
    for (const char* name : {"a", "b"}) {
        s.plan.task("g", name, {"append", s.path("log"), std::string("g.") + name});
        s.plan.task("h", name, {"append", s.path("log"), std::string("h.") + name});
    }
    PF_RUN(r, s, "-j", "2", "-R", "^g\\.b$");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"db up", "schema up", "g.b", "schema down", "db down"});
    CHECK(r.count("declared") == 1);
}

TEST_CASE("-R, -E, -L and -LE select as ctest's do", "[fixtures][select]") {
    Scenario s;
    s.plan.group("one").set("label", "slow");
    s.plan.group("two");
    s.plan.task("one", "alpha", {});
    s.plan.task("one", "beta", {});
    s.plan.task("two", "alpha", {}).set("label", "slow").set("label", "db");
    s.plan.task("two", "gamma", {});
    const auto selected = [&](const Words& args) {
        const Results r = s.run(args);
        Words ids;
        for (const Json& task : r.summary.at("tasks")) {
            ids.push_back(Results::text(task, "id"));
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    CHECK(selected({}).size() == 4);
    CHECK(selected({"-R", "alpha"}) == Words{"one.alpha", "two.alpha"});
    CHECK(selected({"-E", "alpha"}) == Words{"one.beta", "two.gamma"});
    CHECK(selected({"-R", "alpha", "-E", "one"}) == Words{"two.alpha"});
    CHECK(selected({"-L", "slow"}) == Words{"one.alpha", "one.beta", "two.alpha"});
    CHECK(selected({"-L", "slow", "-LE", "^db$"}) == Words{"one.alpha", "one.beta"});
    CHECK(selected({"-L", "^parallel$", "-R", "^two"}) == Words{"two.alpha", "two.gamma"});
    CHECK(selected({"-L", "^one$"}) == Words{"one.alpha", "one.beta"});
}

TEST_CASE("what a set-up leaves running lives until the teardown has ended, and is then killed and named",
          "[fixtures]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"daemon", "pids", s.path("tame"), "sleep", "60", "end", "daemon", "ignore-term", "pids",
                           s.path("wild"), "sleep", "60", "end"})
        // pg_ctl stop: the teardown itself ends what the set-up started.
        .command("teardown", {"kill-pid", s.path("wild"), "0", "kill-pid", s.path("tame"), "15"});
    s.plan.group("g", "f");
    s.plan.task("g", "a",
                {"wait-file", s.path("tame"), "20", "wait-file", s.path("wild"), "20", "kill-pid", s.path("tame"), "0",
                 "kill-pid", s.path("wild"), "0"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "passed");
    REQUIRE(r.events("teardown_ended").size() == 1);
    const Words leaked = r.events("teardown_ended")[0].value("leaked", Words{});
    REQUIRE_FALSE(leaked.empty());
    const std::string pid = "(pid " + s.lines("wild").at(0) + ")";
    CHECK(leaked.back().find("pf_test_child") != std::string::npos);
    CHECK(leaked.back().find(pid) != std::string::npos);
    CHECK(r.transcript.find(pid) != std::string::npos);
}

TEST_CASE("a set-up that leaves a process holding its output is ready when it exits", "[fixtures]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"print-line", "started", "spawn", "wait-file", s.path("never"), "60", "end"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("ran")});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.a") == "passed");
    CHECK(r.exit_code == 0);
    CHECK(output_bytes(r.events("setup_ended").at(0)) == "started\n");
}

TEST_CASE("a fixture of 30 levels", "[fixtures]") {
    Scenario s;
    constexpr std::size_t kLevels = 30;
    std::string parent;
    for (std::size_t i = 0; i < kLevels; ++i) {
        const std::string name = "level" + std::to_string(i);
        logged(s, name, parent);
        parent = name;
    }
    s.plan.group("g", parent);
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    const Words log = s.lines("log");
    REQUIRE(log.size() == 2 * kLevels);
    for (std::size_t i = 0; i < kLevels; ++i) {
        CHECK(log[i] == "level" + std::to_string(i) + " up");
        CHECK(log[2 * kLevels - 1 - i] == "level" + std::to_string(i) + " down");
    }
}

TEST_CASE("the economics: set-ups run and set-up time saved are said last", "[fixtures]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"sleep", "0.2"});
    s.plan.group("g", "f");
    for (const char* name : {"a", "b", "c", "d"}) {
        s.plan.task("g", name, {});
    }
    PF_RUN(r, s, "-j", "2");
    const Json end = r.events("run_ended").at(0);
    CHECK(end.value("setup_seconds", 0.0) >= 0.2);
    CHECK(end.value("setup_seconds_saved", 0.0) >= 0.55);  // Three set-ups less than one per task.
    const std::string last = r.transcript.substr(r.transcript.rfind('\n', r.transcript.size() - 2) + 1);
    CHECK(last.find("set-up") != std::string::npos);
}

TEST_CASE("the economics: the terminal and summary.json count a task once, whatever its attempts", "[fixtures]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {});
    s.plan.group("g", "f");
    s.plan.task("g", "fails", {"exit", "1"}).set("retries", "3");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.task("g.fails").at("attempts") == 4);
    CHECK(r.summary.at("run").at("setup_seconds_saved") == 0);
    CHECK(r.transcript.find("1 set-up in") != std::string::npos);
    CHECK(r.transcript.find("nothing saved") != std::string::npos);
}

}  // namespace pf::acceptance
