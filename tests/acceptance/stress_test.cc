// `stress`: tasks are repeated until one fails.
#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

Results stress(Scenario& s, Words args) {
    s.plan.write(s.build_dir());
    args.insert(args.begin(), {"stress", s.build_dir()});
    return s.helper(args);
}

}  // namespace

TEST_CASE("stress runs each task --count times in turn, on one set-up", "[stress]") {
    Scenario s;
    s.plan.fixture("db").command("setup", {"append", s.path("log"), "up"});
    s.plan.group("g", "db");
    s.plan.task("g", "a", {"append", s.path("log"), "a"});
    s.plan.task("g", "b", {"append", s.path("log"), "b"});
    s.plan.task("g", "other", {"append", s.path("log"), "other"});
    const Results r = stress(s, {"-j1", "--count", "5", "-E", "other"});
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"up", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b"});
    CHECK(r.transcript.find("      Stress 10 runs passed in ") != std::string::npos);
    CHECK(r.transcript.find(" a second\n") != std::string::npos);
    CHECK(r.transcript.find("PASS") == std::string::npos);
    CHECK(r.task("g.a").at("attempts") == 5);
    CHECK(r.count("passed") == 2);
    check_accounting(r);
    check_reports(r);
}

TEST_CASE("stress stops at the first failure and keeps its files", "[stress]") {
    Scenario s;
    s.plan.group("g").set("private_tmpdir", "1");
    // The file counts: the task passes six times, and its seventh run fails.
    s.plan.program("g", "rare",
                   {"/bin/sh", "-c",
                    "echo x >>" + s.path("runs") + "; echo evidence >$TMPDIR/core; echo run of task; " +
                        "test $(wc -l <" + s.path("runs") + ") -lt 7"});
    s.plan.task("g", "steady", {});
    const Results r = stress(s, {"-j1", "--count", "1000"});
    INFO(r.transcript);
    CHECK(r.exit_code == 1);
    CHECK(s.lines("runs").size() == 7);
    CHECK(r.outcome("g.rare") == "failed");
    CHECK(r.outcome("g.steady") == "passed");
    CHECK(r.transcript.find("; the first that did not pass was run 7 of g.rare\n") != std::string::npos);
    CHECK(r.transcript.find("TRY 7 FAIL") != std::string::npos);
    CHECK(r.transcript.find("    run of task\n") != std::string::npos);
    const std::string kept = Results::text(r.ended_event("g.rare"), "kept_dir");
    REQUIRE_FALSE(kept.empty());
    CHECK(read_file(kept + "/core") == "evidence\n");
    CHECK(r.transcript.find("kept: " + kept) != std::string::npos);
    check_accounting(r);
    check_reports(r);
}

TEST_CASE("stress repeats for --duration seconds, and each task runs at least once", "[stress]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"append", s.path("a"), "x"});
    s.plan.task("g", "b", {"append", s.path("b"), "x"});
    s.plan.task("g", "slow", {"sleep", "1.5"});
    const Results r = stress(s, {"-j2", "--duration", "1"});
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(s.lines("a").size() > 1);
    CHECK(s.lines("b").size() > 1);
    CHECK(r.task("g.slow").at("attempts") == 1);
    CHECK(r.count("passed") == 3);
    check_accounting(r);
}

TEST_CASE("the verdicts of stress are those of run", "[stress]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "skips", {"exit", "77"}).set("skip_return_code", "77");
    s.plan.task("g", "fails", {"exit", "1"}).set("will_fail", "1");
    s.plan.task("g", "retried", {"fail-times", s.path("times"), "1"}).set("retries", "3");
    const Results good = stress(s, {"--count", "3", "-E", "retried"});
    INFO(good.transcript);
    CHECK(good.exit_code == 0);
    CHECK(good.outcome("g.skips") == "skipped");
    CHECK(good.task("g.skips").at("attempts") == 1);
    CHECK(good.task("g.fails").at("attempts") == 3);
    const Results bad = stress(s, {"--count", "3", "-R", "retried"});  // A retry would hide what stress looks for.
    INFO(bad.transcript);
    CHECK(bad.exit_code == 1);
    CHECK(bad.outcome("g.retried") == "failed");
}

}  // namespace pf::acceptance
