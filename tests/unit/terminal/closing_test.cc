// What is said once, and how lines fit the terminal.
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/terminal/replay.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"
#include "tool/terminal/wrap.h"

namespace {

using pf::test::count;
using pf::test::Events;
using pf::test::has;
using pf::test::plain;
using pf::test::replay;
using pf::test::with;

// Returns the words of the text without the backslashes that continue a command.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    std::istringstream stream{std::string(text)};
    for (std::string word; stream >> word;) {
        if (word != "\\") {
            result.push_back(word);
        }
    }
    return result;
}

}  // namespace

TEST_CASE("what failed is said when it happens and once at the end, with the tasks that were not run for it") {
    const Events events{pf::test::run_started(),
                        pf::test::fixture("db"),
                        pf::test::fixture("schema", "run", "db"),
                        pf::test::task("g.a", "db"),
                        pf::test::task("h.a", "schema"),
                        pf::PlanEnded{2},
                        pf::test::setup_failed("db", 1, 0.1, "no disk\n"),
                        pf::test::not_run("g.a", 1, pf::Cause::fixture_failed, "fixture db failed: exit code 1"),
                        pf::test::not_run("h.a", 1, pf::Cause::fixture_failed, "fixture db failed: exit code 1"),
                        pf::RunEnded{2, 3, 0, 0}};
    const std::string text = replay(events);
    CHECK(count(text, " db") == 2);
    CHECK(count(text, "exit code 1") == 2);
    CHECK(count(text, "  SETUP FAIL [   0.100s] db (exit code 1); not run: 2 tasks\n") == 1);
    pf::FixtureDied died{5, "mq", "mq", "killed by SIGKILL", {}};
    const std::string dead = replay(
        with(pf::test::declared(2),
             {died, pf::test::not_run("g.task0", 5, pf::Cause::service_died, "service mq died: killed by SIGKILL"),
              pf::test::not_run("g.task1", 5, pf::Cause::fixture_failed, "fixture mq2 failed: exit code 1"),
              pf::RunEnded{6, 3, 0, 0}}));
    CHECK(has(dead, "        DIED [   0.000s] mq (killed by SIGKILL); not run: 1 task\n"));
    CHECK(has(dead, "     NOT RUN g.task1: fixture mq2 failed: exit code 1\n"));
}

TEST_CASE("an interrupted run names the set-ups and teardowns that are still running") {
    pf::SetupEnded stopped = pf::test::set_up("db", 13, 12);
    stopped.outcome = pf::SetupOutcome::interrupted;
    stopped.reason = "interrupted by SIGINT";
    Events events = with(pf::test::declared(1), {pf::SetupStarted{1, "db", "db"}, pf::SetupStarted{2, "mq", "mq"},
                                                 pf::test::set_up("mq", 3, 1), pf::TeardownStarted{10, "mq", "mq"},
                                                 pf::Stopping{13, "interrupted by SIGINT", 0, false}});
    CHECK(has(
        replay(events),
        "  Cancelling: interrupted by SIGINT; still running: 0 tasks, the set-up of db (12.0 s), the teardown of mq "
        "(3.0 s)\n"));
    events = with(events, {stopped, pf::RunEnded{14, 130, 0, 0}});
    CHECK(has(replay(events), "  SETUP STOP [  12.000s] db (interrupted by SIGINT)\n     Results"));
    for (const char* name : {"a", "b", "c", "d"}) {
        events.emplace_back(pf::SetupStarted{14, name, name});
    }
    events.emplace_back(pf::Stopping{15, "killed by a second SIGINT", 2, true});
    CHECK(has(replay(events), "the set-up of a (1.0 s), the set-up of b (1.0 s), 2 more set-ups and teardowns\n"));
}

TEST_CASE("--slowest lists the tasks that took longest, of equal ones the earlier first") {
    Events events = pf::test::declared(6);
    const std::vector<double> seconds{0.5, 2, 0.1, 2, 1};
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        events.emplace_back(pf::test::ended("g.task" + std::to_string(i), static_cast<double>(i), seconds[i]));
    }
    events.emplace_back(pf::test::not_run("g.task5", 5, pf::Cause::interrupted, "interrupted"));
    events.emplace_back(pf::RunEnded{9, 0, 0, 0});
    CHECK_FALSE(has(replay(events), "Slowest"));
    pf::TerminalStyle style = plain();
    style.slowest = 3;
    CHECK(
        has(replay(events, style),
            "     Slowest [   2.000s] g.task1\n             [   2.000s] g.task3\n             [   1.000s] g.task4\n    "
            " NOT RUN"));
    style.slowest = 100;
    CHECK(has(replay(events, style), "             [   0.100s] g.task2\n"));
    style.color = true;
    CHECK(has(replay(events, style), "\n             [   0.100s] g.task2\n"));
}

TEST_CASE("paths are relative to the current directory, and -C is left out where it says nothing") {
    pf::RunStarted run = pf::test::run_started();
    run.config = "Debug";
    pf::TaskEnded bad = pf::test::failed("g.a", 1, 1, "");
    bad.output.cut = true;
    bad.output.file = "output/g.a.1";
    const Events events{run, pf::test::task("g.a"), bad, pf::RunEnded{2, 1, 0, 0}};
    const auto in = [&](const std::string& directory) {
        pf::TerminalStyle style = plain();
        style.directory = directory;
        style.names_config = false;
        return replay(events, style);
    };
    CHECK(has(in("/home/me"), "repeat: parallel-fixtures run build -R '^g\\.a$'\n"));
    CHECK(has(in("/home/me"), "     Results build/Testing/ParallelFixtures/20261123T044208Z-77\n"));
    CHECK(has(in("/home/me"), "see build/Testing/ParallelFixtures/20261123T044208Z-77/output/g.a.1)\n"));
    CHECK(has(in("/home/me/build"), "repeat: parallel-fixtures run -R '^g\\.a$'\n"));
    CHECK(has(in("/home/me/src"), "repeat: parallel-fixtures run ../build -R"));
    CHECK(has(in("/a/very/deep/folder/elsewhere"), "repeat: parallel-fixtures run /home/me/build -R"));
    CHECK(has(in(""), "repeat: parallel-fixtures run /home/me/build -R"));
    CHECK_FALSE(has(in(""), "-C"));
}

TEST_CASE("no line is broken within a word, and a command that is broken is still one command") {
    for (const int width : {40, 60, 80, 120}) {
        pf::TerminalStyle style = plain();
        style.wrap = true;
        style.width = width;
        style.color = width == 60;
        const std::string text = replay(pf::test::eventful_run(), style);
        INFO(text);
        for (const std::string_view line : pf::split_lines(text)) {
            // Only a word that would not fit on a line of its own either may be too long.
            const std::size_t last = line.rfind(' ');
            const int before = last == std::string_view::npos ? 0 : pf::painted_width(line.substr(0, last + 1));
            CHECK((before <= pf::kWordColumns + 3 || pf::painted_width(line) <= width));
        }
        style.wrap = false;
        CHECK(words(text) == words(replay(pf::test::eventful_run(), style)));
    }
}

TEST_CASE("our own characters are ASCII if the locale has no UTF-8") {
    pf::TerminalStyle style = plain();
    style.utf8 = false;
    style.wrap = true;
    const std::string text = replay(pf::test::eventful_run(), style);
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    CHECK(text.rfind("------------\n", 0) == 0);
    CHECK(has(text, "  output ---\n"));
}

TEST_CASE("a stress test counts the runs that passed, and shows only what did not") {
    Events events = pf::test::declared(2);
    for (int run = 1; run <= 3; ++run) {
        for (const char* id : {"g.task0", "g.task1"}) {
            const double at = run + (id[6] == '1' ? 0.5 : 0);
            events.emplace_back(pf::test::started(id, at - 0.5, run));
            pf::TaskEnded ended =
                run == 3 && id[6] == '1' ? pf::test::failed(id, at, 0.5, "rare\n") : pf::test::ended(id, at, 0.5);
            ended.attempt = run;
            ended.final = run == 3 && id[6] == '1';
            ended.kept_dir = ended.final ? "/tmp/pf/task1" : "";
            events.emplace_back(ended);
        }
    }
    pf::TaskEnded again = pf::test::ended("g.task0", 3, 0.5);  // The last run of the other task is final now.
    again.attempt = 3;
    events.emplace_back(again);
    events.emplace_back(pf::RunEnded{4, 1, 0, 0});
    pf::TerminalStyle style = plain();
    style.stress = true;
    const std::string text = replay(events, style);
    INFO(text);
    CHECK(has(text,
              "      Stress 5 runs passed in 3.0 s, 1.7 a second; the first that did not pass was run 3 of g.task1\n"));
    CHECK(count(text, "PASS") == 0);
    CHECK(has(text, "  TRY 3 FAIL [   0.500s] (1/2) g.task1\n"));
    CHECK(has(text, "             kept: /tmp/pf/task1\n"));
    CHECK(has(replay(pf::test::declared(1), style), "Starting 1 task"));
    CHECK(has(replay(with(pf::test::declared(1), {pf::RunEnded{1, 0, 0, 0}}), style),
              "      Stress 0 runs passed in 0.000 s\n"));
    CHECK_FALSE(has(replay(events), "Stress"));
}
