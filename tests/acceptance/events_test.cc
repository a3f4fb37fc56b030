// The events of a run as they happen: --events.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

void add_tasks(Scenario& s) {
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "a", {"print-line", "one"});
    s.plan.task("g", "b", {"exit", "3"});
}

// What a file with events has, without the lines that come after the end of the run.
std::vector<std::string> names_in(const std::string& path) {
    std::vector<std::string> names;
    for (const Json& event : pf::acceptance::read_journal(path)) {
        names.push_back(Results::text(event, "e"));
    }
    return names;
}

bool warns(const Results& r, const std::string& text) {
    const std::vector<Json> messages = r.events("message");
    return std::any_of(messages.begin(), messages.end(), [&](const Json& message) {
        return Results::text(message, "text").find(text) != std::string::npos;
    });
}

// Many lines, more than an observer that does not read can be given.
void add_much(Scenario& s) {
    s.plan.group("g");
    for (int i = 0; i < 120; ++i) {
        s.plan.task("g", "t" + std::to_string(i), {"print-bytes", "120000"});
    }
}

}  // namespace

TEST_CASE("a file, a command and a descriptor get the lines of the journal", "[events]") {
    for (const std::string target : {"file", "command", "descriptor"}) {
        INFO(target);
        Scenario s;
        add_tasks(s);
        const std::string path = s.path("events");
        RunOptions options;
        std::string argument = path;
        if (target == "command") {
            argument = "|cat >" + path;
        } else if (target == "descriptor") {
            argument = "fd:7";
            options.before_exec = [path] {
                const int file = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
                static_cast<void>(::dup2(file, 7));
                ::close(file);
            };
        }
        const Results r = s.run({"--events", argument, "--on-finish", "true"}, options);
        INFO(r.transcript);
        CHECK(r.exit_code == 1);
        CHECK(read_file(path).find("one") != std::string::npos);
        std::vector<std::string> names = names_in(path);
        std::vector<std::string> wanted = names_in(r.directory + "/journal.jsonl");
        std::sort(names.begin(), names.end());
        std::sort(wanted.begin(), wanted.end());
        CHECK(names == wanted);
    }
}

TEST_CASE("events come while the run goes on", "[events]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "a", {"exit", "0"}).set("cost", "9");
    s.plan.task("g", "b", {"wait-file", s.path("go"), "60"}).set("cost", "1");
    HelperRun run = s.start({"--events", "|grep -q task_ended && echo >" + s.path("go") + "; cat >/dev/null"});
    CHECK(s.finish(run).exit_code == 0);
}

TEST_CASE("an observer that does not read holds nothing up, and what it missed is counted", "[events]") {
    Scenario s;
    add_much(s);
    PF_RUN(r, s, "--events", "|sleep 600", "-j2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 120);
    CHECK(warns(r, "lines were dropped"));
    CHECK(warns(r, "did not take the last"));
    CHECK(warns(r, "was killed"));
    CHECK(r.transcript.find("--events: ") != std::string::npos);
}

TEST_CASE("an observer that reads again is told how much it missed", "[events]") {
    Scenario s;
    add_much(s);
    s.plan.task("g", "last", {"touch", s.path("go"), "wait-file", s.path("reads"), "60"}).set("cost", "0");
    s.plan.group("h");
    PF_RUN(r, s, "--events",
           "|until test -e " + s.path("go") + "; do sleep 0.01; done; head -c 100000 >/dev/null; touch " +
               s.path("reads") + "; cat >" + s.path("rest"),
           "-j1");
    CHECK(r.exit_code == 0);
    CHECK(read_file(s.path("rest")).find("{\"e\":\"events_dropped\"") != std::string::npos);
    CHECK(read_file(s.path("rest")).find("\"e\":\"run_ended\"") != std::string::npos);
}

TEST_CASE("an observer that dies is reported once, and the run goes on", "[events]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    for (int i = 0; i < 20; ++i) {
        s.plan.task("g", "t" + std::to_string(i), {"sleep", "0.02"});
    }
    PF_RUN(r, s, "--events", "|exit 7");
    CHECK(r.exit_code == 0);
    CHECK(warns(r, "the run goes on without it"));
    CHECK(warns(r, "exit code 7"));
}

TEST_CASE("an observer sees the end of an interrupted run", "[events]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"touch", s.path("running"), "sleep", "600"});
    const std::string path = s.path("events");
    const RunOptions on_terminal{.terminal = true};
    HelperRun run = s.start({"--events", "|cat >" + path}, on_terminal);
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.press_interrupt();
    CHECK(s.finish(run).exit_code == 130);
    CHECK(names_in(path).back() == "run_ended");
}

TEST_CASE("a task does not inherit what an observer reads", "[events]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"fds"});
    const std::string path = s.path("events");
    RunOptions options;
    options.before_exec = [path] { static_cast<void>(::dup2(::open(path.c_str(), O_WRONLY | O_CREAT, 0600), 7)); };
    const Results r = s.run({"--events", "fd:7"}, options);
    CHECK(r.output("g.a").find('7') == std::string::npos);
}

TEST_CASE("an observer that cannot be reached is an error before anything runs", "[events]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    REQUIRE(::mkfifo(s.path("pipe").c_str(), 0600) == 0);
    for (const std::string& target :
         {std::string("/nowhere/events"), std::string("fd:99"), std::string("fd:1"), s.path("pipe")}) {
        INFO(target);
        CHECK(s.helper({"run", s.build_dir(), "--events", target}).exit_code == 2);
    }
    CHECK_FALSE(s.has("ran"));
}

}  // namespace pf::acceptance
