#include "tool/terminal/format.h"

#include <csignal>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/terminal/stream.h"

TEST_CASE("durations are read at a glance") {
    CHECK(pf::duration(0) == "0.000 s");
    CHECK(pf::duration(0.0042) == "0.004 s");
    CHECK(pf::duration(0.9996) == "1.0 s");
    CHECK(pf::duration(3.14) == "3.1 s");
    CHECK(pf::duration(59.96) == "1 min 0 s");
    CHECK(pf::duration(182) == "3 min 2 s");
    CHECK(pf::duration(3599.6) == "1 h 0 min");
    CHECK(pf::duration(7500) == "2 h 5 min");
}

TEST_CASE("times in brackets have one width") {
    CHECK(pf::bracketed(0.005) == "[   0.005s]");
    CHECK(pf::bracketed(1234.5) == "[1234.500s]");
    CHECK(pf::bracketed_above(60) == "[> 60.000s]");
    CHECK(pf::bracketed_clock(125.9) == "[ 00:02:05]");
    CHECK(pf::bracketed(pf::TaskEnded{}) == "[         ]");
}

TEST_CASE("status words are right-aligned, colour does not count") {
    CHECK(pf::status_word(pf::Paint::good, "PASS", false) == "        PASS");
    CHECK(pf::status_word(pf::Paint::good, "PASS", true) == "        \x1b[32;1mPASS\x1b[0m");
    CHECK(pf::status_word(pf::Paint::bad, "TRY 1 NOT RUN", false) == "TRY 1 NOT RUN");
}

TEST_CASE("the word for an outcome") {
    using pf::test::crashed;
    CHECK(pf::outcome_word(pf::test::ended("g.a", 1, 1), false) == "PASS");
    CHECK(pf::outcome_word(crashed("g.a", 1, 1, SIGSEGV), false) == "SIGSEGV");
    CHECK(pf::outcome_word(crashed("g.a", 1, 1, SIGABRT), true) == "TRY 1 ABRT");
    CHECK(pf::outcome_word(crashed("g.a", 1, 1, SIGRTMIN + 5), false) == "SIG" + std::to_string(SIGRTMIN + 5));
    pf::TaskEnded unreported = crashed("g.a", 1, 1, 0);
    unreported.signal.reset();
    unreported.attempt = 12;
    CHECK(pf::outcome_word(unreported, false) == "CRASH");
    CHECK(pf::outcome_word(unreported, true) == "TRY 12 CRASH");
    CHECK(pf::outcome_word(pf::test::timed_out("g.a", 1, 1), false) == "TIMEOUT");
    CHECK(pf::outcome_word(pf::test::timed_out("g.a", 1, 1), true) == "TRY 1 TMT");
    CHECK(pf::outcome_word(pf::test::not_run("g.a", 1, pf::Cause::interrupted, ""), false) == "NOT RUN");
    pf::TaskEnded leaked = pf::test::ended("g.a", 1, 1);
    leaked.leaked = {"sleep (pid 1)"};
    CHECK(pf::outcome_word(leaked, false) == "LEAK");
}

TEST_CASE("words for a shell") {
    CHECK(pf::shell_quoted("/home/me/build-1") == "/home/me/build-1");
    CHECK(pf::shell_quoted("") == "''");
    CHECK(pf::shell_quoted("a b") == "'a b'");
    CHECK(pf::shell_quoted("it's") == "'it'\\''s'");
    CHECK(pf::shell_quoted("^g\\.a$") == "'^g\\.a$'");
}

TEST_CASE("one of many lines") {
    CHECK(pf::first_line("one\ntwo") == "one");
    CHECK(pf::first_line("a\x1b[2Jb\rc") == "a\\x1b[2Jb");
    CHECK(pf::first_line("").empty());
    CHECK(pf::counted(1, "task") == "1 task");
    CHECK(pf::counted(0, "task") == "0 tasks");
}
