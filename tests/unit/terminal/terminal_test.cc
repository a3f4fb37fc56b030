#include "tool/terminal/terminal.h"

#include <csignal>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/terminal/replay.h"

namespace {

using pf::test::count;
using pf::test::Events;
using pf::test::has;
using pf::test::plain;
using pf::test::replay;
using pf::test::with;

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); }

}  // namespace

TEST_CASE("an eventful run, as a pipe gets it") {
    CHECK(replay(pf::test::eventful_run()) == R"(────────────
    Starting 12 tasks in 3 groups, 8 at a time (run 20261123T044208Z-77, shuffled with seed 4711)
        SKIP [         ] ( 1/12) unit.off (disabled)
        PASS [   0.005s] ( 2/12) unit.parse
     SIGSEGV [   0.011s] ( 3/12) unit.print
    (killed by a signal)
  SETUP FAIL [   0.290s] broker
  output ───
    starting broker
    FATAL: port 5672 is taken
    (exit code 1)
       SETUP [   1.204s] postgres
       SETUP [   0.200s] schema[worker 0]
        FAIL [   0.083s] ( 7/12) sql.inserts
  output ───
    expected 3 rows
    	got 2
    (exit code 1)
    (its files are kept in /tmp/pf/sql.inserts)
  TRY 1 FAIL [   0.100s]         sql.race
  output ───
    lost the race
    (exit code 1)
  TRY 2 PASS [   0.100s] ( 8/12) sql.race
        LEAK [   0.200s] ( 9/12) sql.daemon
    (left behind and ended: sleep (pid 4242))
warning: the disk is nearly full
        SLOW [> 60.000s]         sql.deadlock
        PASS [  60.100s] (10/12) sql.selects
     TIMEOUT [  70.000s] (11/12) sql.deadlock
  output ───
    waiting for a lock
    [... 1048000 bytes left out ...]
    still waiting
    (1048600 bytes in all, see /home/me/build/Testing/ParallelFixtures/20261123T044208Z-77/output/sql.deadlock.1)
    (timeout)
  Cancelling: interrupted by SIGINT; still running: 1 task
     NOT RUN [   3.100s] (12/12) sql.vacuum
    (interrupted after 3.1 s)
    TEARDOWN [   0.100s] schema[worker 0]
   DOWN FAIL [   0.300s] postgres
  output ───
    could not stop
    (exit code 1)
────────────
     Summary [  75.500s] 7/12 tasks run: 4 passed (1 slow, 1 flaky, 1 leaked), 1 failed, 1 timed out, 1 crashed, 1 skipped, 4 not run
        LEAK sql.daemon left sleep (pid 4242) behind
   FLAKY 2/2 [   0.100s] sql.race
     NOT RUN sql.vacuum on schema: interrupted after 3.1 s
   DOWN FAIL [   0.300s] postgres (exit code 1)
  SETUP FAIL [   0.290s] broker (exit code 1); not run: 3 tasks
     SIGSEGV [   0.011s] unit.print (killed by a signal)
             repeat: parallel-fixtures run /home/me/build -R '^unit\.print$'
        FAIL [   0.083s] sql.inserts (exit code 1)
             repeat: parallel-fixtures run /home/me/build -R '^sql\.inserts$'
     TIMEOUT [  70.000s] sql.deadlock (timeout)
             repeat: parallel-fixtures run /home/me/build -R '^sql\.deadlock$'
       Alone parallel-fixtures run /home/me/build --rerun-failed -j1
     Results /home/me/build/Testing/ParallelFixtures/20261123T044208Z-77
    Fixtures 3 set-ups in 1.7 s; one per task would have been 12 set-ups, 7.7 s: saved 6.0 s
)");
}

TEST_CASE("a run in which all is well is short") {
    CHECK(replay(with(pf::test::declared(1), {pf::test::started("g.task0", 0), pf::test::ended("g.task0", 0.1, 0.1),
                                              pf::RunEnded{0.1, 0, 0, 0}})) == R"(────────────
    Starting 1 task in 1 group, 8 at a time (run 20261123T044208Z-77)
        PASS [   0.100s] (1/1) g.task0
────────────
     Summary [   0.100s] 1/1 tasks run: 1 passed
     Results /home/me/build/Testing/ParallelFixtures/20261123T044208Z-77
    Fixtures none
)");
}

TEST_CASE("-V adds what passed printed, -VV what starts") {
    pf::TaskEnded passed = pf::test::ended("g.task0", 0.1, 0.1);
    passed.output = pf::test::printed("chatter");
    const Events events = with(pf::test::declared(1), {pf::test::started("g.task0", 0), passed});
    CHECK_FALSE(has(replay(events), "chatter"));
    CHECK(has(replay(events, plain(pf::Verbosity::verbose)),
              "(1/1) g.task0\n  output \u2500\u2500\u2500\n    chatter\n"));
    CHECK_FALSE(has(replay(events, plain(pf::Verbosity::verbose)), "START "));
    const std::string extra = replay(events, plain(pf::Verbosity::extra));
    CHECK(has(extra, "       START             g.task0 (worker 0)\n"));
    CHECK(has(extra, "    chatter\n"));
}

TEST_CASE("-Q leaves errors of the run itself") {
    const std::string text =
        replay(with(pf::test::eventful_run(), {pf::Message{76, pf::MessageLevel::error, "the disk is full"}}),
               plain(pf::Verbosity::quiet));
    CHECK(text == "error: the disk is full\n");
}

TEST_CASE("a report leaves errors and the closing summary") {
    const std::string text =
        replay(with(pf::test::eventful_run(), {pf::Message{76, pf::MessageLevel::error, "the disk is full"}}),
               plain(pf::Verbosity::summary));
    CHECK(text.find("\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\n     Summary [") == 0);
    CHECK(has(text, "repeat: parallel-fixtures run"));
    CHECK(has(text, "error: the disk is full\n"));
    CHECK_FALSE(has(text, "expected 3 rows"));
    CHECK_FALSE(has(text, "warning:"));
}

TEST_CASE("what tasks print cannot move the cursor or start an escape sequence") {
    const std::string nasty = "\x1b[2J\x1b]0;title\a red\rline\b\xff";
    pf::SetupEnded setup = pf::test::setup_failed("fix" + nasty, 0.1, 0.1, nasty);
    setup.reason = nasty;
    pf::TaskEnded task = pf::test::failed("g.task0", 0.2, 0.1, nasty);
    task.id = "g.task0" + nasty;
    task.reason = nasty;
    task.leaked = {nasty};
    task.kept_dir = nasty;
    pf::TaskEnded folded = pf::test::not_run("g." + nasty, 0.2, pf::Cause::fixture_failed, nasty);
    const std::string text =
        replay(with(pf::test::declared(2), {setup, task, folded, pf::Message{0.3, pf::MessageLevel::error, nasty},
                                            pf::Stopping{0.3, nasty, 0, false}, pf::RunEnded{0.4, 1, 0, 0}}));
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        CHECK((byte >= 0x20 || c == '\n'));
    }
    CHECK_FALSE(has(text, "\xff"));
    CHECK(has(text, "    \\x1b[2J\\x1b]0;title\\x07 red\n    line\\x08\\xff\n"));
}

TEST_CASE("not-run tasks are one line for each cause and fixture, however many they are") {
    Events events{pf::test::run_started(), pf::test::fixture("db"), pf::test::fixture("web")};
    for (int i = 0; i < 10'000; ++i) {
        events.emplace_back(pf::test::task("d.t" + std::to_string(i), "db"));
        events.emplace_back(pf::test::task("w.t" + std::to_string(i), "web"));
    }
    events.emplace_back(pf::PlanEnded{20'000});
    for (int i = 0; i < 10'000; ++i) {
        events.emplace_back(
            pf::test::not_run("d.t" + std::to_string(i), 1, pf::Cause::fixture_failed, "set-up of db failed"));
        events.emplace_back(pf::test::not_run("w.t" + std::to_string(i), 1, pf::Cause::interrupted, "interrupted"));
    }
    events.emplace_back(pf::RunEnded{2, 3, 0, 0});
    const std::string text = replay(events);
    CHECK(count(text, "     NOT RUN 10000 tasks on db: set-up of db failed\n") == 1);
    CHECK(count(text, "     NOT RUN 10000 tasks on web: interrupted\n") == 1);
    CHECK(count(text, "\n") == 8);
    CHECK(has(text, "0/20000 tasks run: 0 passed, 20000 not run\n"));
    CHECK(has(text, "    Fixtures no set-up was run\n"));
}

TEST_CASE("a single folded task is named; several reasons are said to be several") {
    const Events one =
        with(pf::test::declared(3), {pf::test::not_run("g.task0", 1, pf::Cause::service_died, "db died")});
    CHECK(has(replay(with(one, {pf::RunEnded{2, 3, 0, 0}})), "     NOT RUN g.task0: db died\n"));
    const Events two = with(
        one, {pf::test::not_run("g.task1", 1, pf::Cause::service_died, "db died again"), pf::RunEnded{2, 3, 0, 0}});
    CHECK(has(replay(two), "     NOT RUN 2 tasks: db died (or the like)\n"));
}

TEST_CASE("interrupted tasks have a line each when it happens, with what they printed, and one in the closing list") {
    Events events = pf::test::declared(5);
    for (const char* id : {"g.task0", "g.task1"}) {
        pf::TaskEnded running = pf::test::failed(id, 1, 1, "nearly there\n");
        running.outcome = pf::Outcome::not_run;
        running.cause = pf::Cause::interrupted;
        running.reason = "interrupted after 1.0 s";
        events.emplace_back(running);
    }
    for (const char* id : {"g.task2", "g.task3", "g.task4"}) {
        events.emplace_back(pf::test::not_run(id, 1, pf::Cause::interrupted, "interrupted"));
    }
    events.emplace_back(pf::RunEnded{2, 130, 0, 0});
    const std::string text = replay(events);
    CHECK(has(text, "     NOT RUN [   1.000s] (2/5) g.task1\n  output \u2500\u2500\u2500\n    nearly there\n"));
    CHECK(count(text, "     NOT RUN 5 tasks: interrupted after 1.0 s (or the like)\n") == 1);
    CHECK(count(text, "repeat:") == 0);
}

TEST_CASE("tasks that their fixture skipped are folded too; those not run by themselves are not") {
    pf::TaskEnded skipped = pf::test::not_run("g.task0", 1, pf::Cause::fixture_skipped, "db is not installed");
    skipped.outcome = pf::Outcome::skipped;
    const std::string text =
        replay(with(pf::test::declared(2),
                    {skipped, pf::test::not_run("g.task1", 1, pf::Cause::missing_executable, "no such program: foo"),
                     pf::RunEnded{2, 1, 0, 0}}));
    CHECK(has(text, "        SKIP g.task0: db is not installed\n"));
    CHECK(has(text, "     NOT RUN [         ] (2/2) g.task1\n    (no such program: foo)\n"));
    CHECK(has(text, "     NOT RUN [         ] g.task1 (no such program: foo)\n             repeat: "));
}

TEST_CASE("10,000 failures: each is shown when it happens, the first 100 are listed, the rest counted") {
    Events events = pf::test::declared(10'000);
    for (int i = 0; i < 10'000; ++i) {
        events.emplace_back(pf::test::failed("g.task" + std::to_string(i), 0.001 * i, 0.1, "bad luck\n"));
    }
    events.emplace_back(pf::RunEnded{10, 1, 0, 0});
    const std::string text = replay(events);
    CHECK(count(text, "    bad luck\n") == 10'000);
    CHECK(count(text, "             repeat: ") == 100);
    CHECK(has(text, "-R '^g\\.task99$'\n             ... and 9900 more that did not pass\n"));
}

TEST_CASE("a set-up that fails again for the same reason is only counted") {
    const std::string text =
        replay(with(pf::test::declared(1),
                    {pf::test::setup_failed("s[worker 0]", 1, 0.1, "out of luck\n"),
                     pf::test::setup_failed("s[worker 1]", 2, 0.1, "out of luck\n"), pf::RunEnded{3, 3, 0.2, 0}}));
    CHECK(count(text, "out of luck") == 1);
    CHECK(count(text, "worker 1") == 0);
    pf::SetupEnded other = pf::test::setup_failed("s[worker 1]", 2, 0.1, "worse luck\n");
    other.reason = "exit code 2";
    CHECK(
        has(replay(with(pf::test::declared(1), {pf::test::setup_failed("s[worker 0]", 1, 0.1, ""), other})),
            "  SETUP FAIL [   0.100s] s[worker 1]\n  output \u2500\u2500\u2500\n    worse luck\n    (exit code 2)\n"));
    CHECK(
        has(text, "  SETUP FAIL [   0.100s] s[worker 0] (exit code 1)\n             ... and 1 more of this fixture\n"));
}

TEST_CASE("fixtures with a set-up for each task do not double the lines, unless -V asks for it") {
    const Events events = {
        pf::test::run_started(), pf::test::fixture("dir", "task"),   pf::test::task("g.a", "dir"),
        pf::PlanEnded{1},        pf::test::set_up("dir[a]", 1, 0.1), pf::test::torn_down("dir[a]", 2, 0.1)};
    CHECK_FALSE(has(replay(events), "dir[a]"));
    const std::string verbose = replay(events, plain(pf::Verbosity::verbose));
    CHECK(has(verbose, "       SETUP [   0.100s] dir[a]\n"));
    CHECK(has(verbose, "    TEARDOWN [   0.100s] dir[a]\n"));
}

TEST_CASE("a service that dies is said at once with its last lines and for how long it was up") {
    pf::FixtureDied died{5, "db", "db", "killed by SIGKILL", pf::test::printed("out of memory\n")};
    pf::SetupEnded skipped = pf::test::set_up("mq", 1, 0.5);
    skipped.outcome = pf::SetupOutcome::skipped;
    skipped.reason = "not installed";
    const std::string text =
        replay(with(pf::test::declared(1), {skipped, pf::test::set_up("db", 2, 1), died, pf::RunEnded{6, 3, 1, 0}}));
    CHECK(
        has(text,
            "        DIED [   3.000s] db\n  output \u2500\u2500\u2500\n    out of memory\n    (killed by SIGKILL)\n"));
    CHECK(count(text, "out of memory") == 1);
    CHECK(has(text, "        DIED [   3.000s] db (killed by SIGKILL)\n"));
    CHECK(has(text, "  SETUP SKIP [   0.500s] mq\n    (not installed)\n"));
}

TEST_CASE("the command that repeats a failure is quoted and selects that task only") {
    pf::RunStarted run = pf::test::run_started();
    run.build_dir = "/home/me/it's a build";
    run.config = "Debug";
    pf::TaskEnded bad = pf::test::failed("g.a+b", 1, 1, "");
    pf::TerminalStyle style = plain();
    style.program = "/opt/my tools/parallel-fixtures";
    const std::string text = replay({run, pf::test::task("g.a+b"), bad, pf::RunEnded{2, 1, 0, 0}}, style);
    CHECK(has(text,
              "             repeat: '/opt/my tools/parallel-fixtures' run '/home/me/it'\\''s a build' -C Debug "
              "-R '^g\\.a\\+b$'\n"));
}

TEST_CASE("the very last line is what fixtures cost and saved") {
    const auto economics = [](const pf::RunEnded& ended) {
        return last_line(replay({pf::test::run_started(), pf::test::fixture("db"), ended}));
    };
    CHECK(economics({3, 0, 3.1, 178.9, 2, 60}) ==
          "    Fixtures 2 set-ups in 3.1 s; one per task would have been 60 set-ups, 3 min 2 s: saved 2 min 59 s\n");
    CHECK(economics({3, 0, 3.1, 0, 2, 2}) ==
          "    Fixtures 2 set-ups in 3.1 s; one per task would have been no more: nothing saved\n");
    CHECK(economics({3, 0, 0, 1.5, 0, 3}) ==
          "    Fixtures no set-up was run; one per task would have been 3 set-ups, 1.5 s: saved 1.5 s\n");
    CHECK(economics({3, 0, 0, 0, 0, 0}) == "    Fixtures no set-up was run\n");
}

TEST_CASE("a task that was declared and never ended is in the summary") {
    const std::string text =
        replay(with(pf::test::declared(3), {pf::test::ended("g.task0", 1, 1), pf::RunEnded{1, 5, 0, 0}}));
    CHECK(has(text, "1/3 tasks run: 1 passed, 2 without a result\n"));
}

TEST_CASE("tasks that join later raise the total") {
    const std::string text =
        replay(with(pf::test::declared(1),
                    {pf::test::task("g.new"), pf::test::ended("g.task0", 1, 1), pf::test::ended("g.new", 1, 1)}));
    CHECK(has(text, "(1/2) g.task0\n"));
    CHECK(has(text, "(2/2) g.new\n"));
}

TEST_CASE("colours are nextest's, and nothing but colours differs") {
    pf::TerminalStyle colored = plain();
    colored.color = true;
    std::string text = replay(pf::test::eventful_run(), colored);
    CHECK(has(text, "        \x1b[32;1mPASS\x1b[0m [   0.005s]"));
    CHECK(has(text, "     \x1b[31;1mSIGSEGV\x1b[0m"));
    CHECK(has(text, "        \x1b[33;1mSKIP\x1b[0m"));
    CHECK(has(text, "  \x1b[35;1mTRY 1 FAIL\x1b[0m"));
    CHECK(has(text, "       \x1b[34;1mSETUP\x1b[0m"));
    for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
        text.erase(at, text.find('m', at) - at + 1);
    }
    CHECK(text == replay(pf::test::eventful_run()));
}

TEST_CASE("status says what is running, with its last lines") {
    std::string text;
    pf::Terminal terminal([&text](std::string_view bytes) { text += bytes; }, plain(pf::Verbosity::quiet));
    for (const pf::Event& event : pf::test::declared(7)) {
        terminal.handle(event);
    }
    std::string output;
    for (int i = 1; i <= 30; ++i) {
        output += "line " + std::to_string(i) + "\n";
    }
    terminal.status(125, {{"g.task1", 2, 99.95, 12346, output + "and\x1b[2J"}, {"g.task2", 1, 0.5, 12347, ""}},
                    {{"db", "being set up", 3.14}});
    CHECK(text == R"(      Status [ 00:02:05] 0/7 tasks ended, 2 running
* db: being set up for 3.1 s
* 1/2: g.task1 running for 1 min 40 s (attempt 2, pid 12346)
    line 22
    line 23
    line 24
    line 25
    line 26
    line 27
    line 28
    line 29
    line 30
    and\x1b[2J
* 2/2: g.task2 running for 0.500 s (attempt 1, pid 12347)
)");
}

TEST_CASE("a second signal, a message of several lines") {
    const std::string text = replay(with(pf::test::declared(1), {pf::Stopping{1, "second SIGINT", 3, true},
                                                                 pf::Message{1, pf::MessageLevel::note, "one\ntwo"}}));
    CHECK(has(text, "     Killing: second SIGINT; still running: 3 tasks\n"));
    CHECK(has(text, "note: one\n    two\n"));
}

TEST_CASE("what a program printed that could not be listed is below the reason") {
    pf::TaskEnded ended;
    ended.id = "g.DISCOVERY_FAILED";
    ended.outcome = pf::Outcome::failed;
    ended.cause = pf::Cause::discovery;
    ended.final = true;
    ended.reason = "it ended with exit code 3; its output ends:\ncannot open\x1b[0m my.conf\n";
    const std::string text = replay({ended});
    INFO(text);
    CHECK(has(text, "    (it ended with exit code 3; its output ends:)\n      cannot open"));
    CHECK(has(text, " my.conf\n"));
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a failure that the framework has printed is not told again below the output") {
    pf::TaskEnded ended = pf::test::failed("g.task0", 0.1, 0.1, "");
    ended.cause = pf::Cause::framework;
    ended.reason = "a.cc:3: Expected equality";
    ended.failures = {{"a.cc", 3, "Expected equality\n  1\n  2"}};
    ended.output.text = "a.cc:3: Failure\nExpected equality\n  1\n  2\n";
    const auto told = [&] {
        return count(
            replay(with(pf::test::declared(1), {pf::test::started("g.task0", 0), ended, pf::RunEnded{0.1, 0, 0, 0}})),
            "(a.cc:3: Expected equality)");
    };
    CHECK(told() == 1);  // In the summary.
    ended.output.text = "another text";
    CHECK(told() == 2);
}

TEST_CASE("in the log of a CI system, stacks and what services printed are in the group of the output") {
    pf::TaskEnded ended = pf::test::failed("g.task0", 0.1, 0.1, "waiting");
    ended.services = "--- queue printed\n  listening\n";
    ended.stacks = "--- where its processes were\n#0  pause\n";
    const auto shown = [&ended](pf::CiSystem ci) {
        pf::TerminalStyle style = plain();
        style.ci = ci;
        return replay({ended, pf::TaskStacks{0.2, "g.task1", 1, "#0  abort\n"}}, style);
    };
    const std::string rest =
        "    --- queue printed\n      listening\n    --- where its processes were\n    #0  pause\n";
    CHECK(has(shown(pf::CiSystem::github),
              "::group::output of g.task0\n    waiting\n" + rest + "::endgroup::\n    (exit code 1)\n"));
    CHECK(has(shown(pf::CiSystem::github), " g.task1\n::group::stacks of g.task1\n"));
    CHECK(has(shown(pf::CiSystem::github), "\n    #0  abort\n::endgroup::\n"));
    CHECK(has(shown(pf::CiSystem::gitlab), "\r\x1b[0Koutput of g.task0\n    waiting\n" + rest + "\x1b[0Ksection_end:"));
    CHECK(has(shown(pf::CiSystem::none), "\n    waiting\n    (exit code 1)\n" + rest));
    ended.output.text.clear();
    ended.services.clear();
    CHECK(has(shown(pf::CiSystem::github), "\n    --- where its processes were\n    #0  pause\n::endgroup::\n"));
    ended.stacks.clear();
    CHECK(count(shown(pf::CiSystem::github), "::group::") == 1);
}

TEST_CASE("a command that follows the run has one line, and its output if it fails") {
    pf::FinishEnded finish;
    finish.command = {"/bin/sh", "-c", "first\nsecond " + std::string(200, 'x')};
    finish.seconds = 1.5;
    const std::string good = replay({finish});
    CHECK(good.find("FINISH [   1.500s] /bin/sh -c 'first second xxx") != std::string::npos);
    CHECK(good.find("...\n") != std::string::npos);
    finish.passed = false;
    finish.reason = "exit code 7";
    finish.output.text = "no network\n";
    const std::string bad = replay({finish, pf::RunEnded()});
    CHECK(bad.find("    no network\n    (exit code 7)\n") != std::string::npos);
    CHECK(bad.rfind("FINISH FAIL") > bad.find("Summary"));
    CHECK(has(replay({finish, finish, pf::RunEnded()}), "             ... and 1 more of this command\n"));
}

TEST_CASE("commands that follow the run are in their order in the summary, and can be copied to a shell") {
    const auto failed = [](const std::vector<std::string>& command) {
        pf::FinishEnded finish;
        finish.command = command;
        finish.passed = false;
        finish.reason = "exit code 7";
        return finish;
    };
    const std::string text =
        replay({failed({"send", "the results"}), failed({"notify", "it's over"}), failed({"archive"}), pf::RunEnded()});
    CHECK(has(text.substr(text.find("Summary")),
              " FINISH FAIL [   0.000s] send 'the results' (exit code 7)\n"
              " FINISH FAIL [   0.000s] notify 'it'\\''s over' (exit code 7)\n"
              " FINISH FAIL [   0.000s] archive (exit code 7)\n"));
}

TEST_CASE("tasks are shown with the machine that runs them") {
    std::string text;
    pf::TerminalStyle style;
    style.verbosity = pf::Verbosity::extra;
    pf::Terminal terminal([&text](std::string_view bytes) { text += bytes; }, style);
    terminal.handle(pf::RunStarted{});
    pf::TaskDeclared declared;
    declared.id = "g.a";
    declared.group = "g";
    terminal.handle(declared);
    terminal.handle(pf::PlanEnded{1});
    terminal.set_machine("n3");
    pf::TaskStarted started;
    started.id = "g.a";
    terminal.handle(started);
    pf::TaskEnded ended;
    ended.id = "g.a";
    ended.attempt = 1;
    ended.outcome = pf::Outcome::passed;
    terminal.handle(ended);
    terminal.set_machine("");
    terminal.finish();
    CHECK(has(text, "g.a on n3 (worker 0)"));
    CHECK(has(text, "(1/1) g.a on n3\n"));
}
