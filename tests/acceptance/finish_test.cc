// Commands that follow a run: parallel_fixtures_on_finish and --on-finish.
#include <signal.h>

#include <string>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

void add_passing(Scenario& s) {
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"append", s.path("log"), "a"});
}

// A command that appends the variables which it has been given.
Words say_facts(const Scenario& s) {
    return {"append", s.path("log"),     "env:PARALLEL_FIXTURES_EXIT_CODE",
            "append", s.path("results"), "env:PARALLEL_FIXTURES_RESULTS",
            "append", s.path("results"), "env:PARALLEL_FIXTURES_RUN_ID",
            "append", s.path("results"), "env:PARALLEL_FIXTURES_BUILD_DIR"};
}

std::vector<Json> finishes(const Results& r) { return r.summary.at("run").at("finish"); }

}  // namespace

TEST_CASE("a command follows the run once, after teardown, and is told the results", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish(say_facts(s));
    PF_RUN(r, s, "--on-finish", "test -s \"$PARALLEL_FIXTURES_RESULTS/summary.json\" && echo shell >>" + s.path("log"));
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"a", "down", "0", "shell"});
    const Words facts = s.lines("results");
    REQUIRE(facts.size() == 3);
    CHECK(read_file(facts[0] + "/summary.json") == read_file(r.directory + "/summary.json"));
    CHECK(facts[1] == r.events("run_started").at(0).at("run_id"));
    CHECK(facts[2] == s.build_dir());
    REQUIRE(r.events("finish_ended").size() == 2);
    CHECK(r.position("run_ended", "e", "run_ended") < r.position("finish_ended", "e", "finish_ended"));
    REQUIRE(finishes(r).size() == 2);
    CHECK(finishes(r)[0].at("passed") == true);
    CHECK(finishes(r)[1].at("command").at(2).get<std::string>().find("echo shell") != std::string::npos);
    CHECK(r.transcript.find("FINISH") != std::string::npos);
}

TEST_CASE("a command that follows a run is told of its failures, and runs although it failed", "[finish]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"exit", "3"});
    s.plan.finish(say_facts(s));
    PF_RUN(r, s, "-j1");
    CHECK(r.exit_code == 1);
    CHECK(s.lines("log") == Words{"1"});
}

TEST_CASE("a command that fails after the run is reported, and the next one runs", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"print-line", "no network", "exit", "7"});
    s.plan.finish({"touch", s.path("second")});
    PF_RUN(r, s, "-j1");
    CHECK(r.exit_code == 0);
    CHECK(s.has("second"));
    CHECK(r.transcript.find("FINISH FAIL") != std::string::npos);
    CHECK(r.transcript.find("no network") != std::string::npos);
    CHECK(r.transcript.find("exit code 7") != std::string::npos);
    CHECK(finishes(r)[0].at("passed") == false);
    CHECK(finishes(r)[0].at("exit_code") == 7);
    CHECK(finishes(r)[1].at("passed") == true);
    CHECK(r.events("run_ended").size() == 1);
}

TEST_CASE("a required command that fails after the run fails the run and all of its reports", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"exit", "7"}).set("required", "ON");
    PF_RUN(r, s, "-j1");
    CHECK(r.exit_code == 3);
    CHECK(r.summary.at("run").at("exit_code") == 3);
    Scenario t;
    add_passing(t);
    PF_RUN(by_option, t, "--on-finish", "exit 7", "--on-finish-required");
    CHECK(by_option.exit_code == 3);
}

TEST_CASE("a command that follows a run is ended at its limit with all that it started", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"ignore-term", "spawn", "pids", s.path("pid"), "sleep", "600", "end", "sleep", "600"})
        .set("timeout", "0.3");
    PF_RUN(r, s, "-j1");
    CHECK(r.exit_code == 0);
    CHECK(finishes(r)[0].at("reason") == "it took longer than 0.3 s and was ended");
    CHECK(finishes(r)[0].at("passed") == false);
}

TEST_CASE("what a command that follows a run leaves behind is ended and named", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"daemon", "touch", s.path("daemon"), "sleep", "600", "end", "wait-file", s.path("daemon"), "10"});
    PF_RUN(r, s, "-j1");
    CHECK(finishes(r)[0].at("passed") == true);
    REQUIRE(finishes(r)[0].at("leaked").size() == 1);
}

TEST_CASE("a command that cannot be started after the run says why", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({}).set("cwd", s.path("nowhere"));
    PF_RUN(r, s, "-j1");
    CHECK(r.exit_code == 0);
    CHECK(finishes(r)[0].at("passed") == false);
    CHECK(finishes(r)[0].at("reason").get<std::string>().find("nowhere") != std::string::npos);
}

TEST_CASE("a command follows an interrupted run too, and a second signal leaves it out", "[finish]") {
    for (const bool twice : {false, true}) {
        INFO("two signals: " << twice);
        Scenario s;
        s.plan.fixture("f")
            .command("setup", {})
            .command("teardown", {"touch", s.path("tearing"), "wait-file", s.path("go"), "60"});
        s.plan.group("g", "f");
        s.plan.task("g", "a", {"touch", s.path("running"), "sleep", "600"});
        s.plan.finish(say_facts(s));
        HelperRun run = s.start({"-j", "1"});
        REQUIRE(wait_until([&] { return s.has("running"); }));
        run.signal(SIGINT);
        REQUIRE(wait_until([&] { return s.has("tearing"); }));
        if (twice) {
            run.signal(SIGTERM);
        } else {
            s.touch("go");
        }
        const Results r = s.finish(run);
        INFO(r.transcript);
        CHECK(r.exit_code == 130);
        CHECK(s.lines("log") == (twice ? Words{} : Words{"130"}));
        CHECK((r.transcript.find("were not run") != std::string::npos) == twice);
    }
}

TEST_CASE("a signal ends the command that follows a run, and the following ones do not run", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"touch", s.path("running"), "sleep", "600"});
    s.plan.finish({"touch", s.path("second")});
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK_FALSE(s.has("second"));
    CHECK(finishes(r)[0].at("reason") == "interrupted by SIGINT");
    CHECK(finishes(r)[1].at("reason") == "it was not run: interrupted by SIGINT");
    CHECK(r.outcome("g.a") == "passed");
}

TEST_CASE("no command follows where nothing has run", "[finish]") {
    Scenario s;
    add_passing(s);
    s.plan.finish({"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    CHECK(s.helper({"run", s.build_dir(), "-R", "nothing"}).exit_code == 4);
    CHECK(s.helper({"run", s.build_dir(), "-N"}).exit_code == 0);
    CHECK(s.helper({"list", s.build_dir()}).exit_code == 0);
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("a run does not wait for the commands that follow an interrupted one", "[finish]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {}).command("teardown", {});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"touch", s.path("running"), "wait-file", s.path("pass"), "60"});
    HelperRun first = s.start(
        {"--on-finish", "touch " + s.path("following") + "; until test -e " + s.path("go") + "; do sleep 0.01; done"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    first.signal(SIGINT);
    REQUIRE(wait_until([&] { return s.has("following"); }));
    s.touch("pass");
    HelperRun second = s.start_helper({"run", s.build_dir()});
    CHECK(second.wait().exit_code == 0);
    for (const Json& event : read_journal(results_dir(s.build_dir()) + "/journal.jsonl")) {
        CHECK(Results::text(event, "text").find("waits until") == std::string::npos);
    }
    CHECK_FALSE(first.has_ended());
    s.touch("go");
    CHECK(first.wait().exit_code == 130);
}

TEST_CASE("reports that cannot be written are told once, also with commands after the run", "[finish]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {});
    const auto times = [](const std::string& text) {
        std::size_t number = 0;
        for (std::size_t at = 0; (at = text.find("results are not complete: ", at)) != std::string::npos; ++at) {
            ++number;
        }
        return number;
    };
    REQUIRE(s.run({}).exit_code == 0);
    const std::string missing = s.path("none/junit.xml");
    for (const char* option : {"--output-junit", "--output-junit-ci"}) {
        for (const Words& more : {Words{}, Words{"--on-finish", "true"}, Words{"--on-finish", "exit 3"},
                                  Words{"--on-finish", "exit 3", "--on-finish-required"}}) {
            Words words{"run", s.build_dir(), option, missing};
            words.insert(words.end(), more.begin(), more.end());
            const Results r = s.helper(words);
            INFO(r.transcript);
            CHECK(r.exit_code == 5);
            CHECK(times(r.transcript) == 1);
            CHECK(times(read_file(s.build_dir() + "/Testing/ParallelFixtures/latest/journal.jsonl")) == 1);
        }
    }
}

}  // namespace pf::acceptance
