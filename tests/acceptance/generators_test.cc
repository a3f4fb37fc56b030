// Generator tasks: they print tasks that join the run.
#include <signal.h>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

std::string line(const std::string& name, const Words& words, Json more = Json::object()) {
    more["name"] = name;
    more["command"] = child(words);
    return more.dump();
}

Record& generator(Scenario& s, const std::string& name, const Words& lines) {
    Words words;
    for (const std::string& text : lines) {
        words.insert(words.end(), {"print-line", text});
    }
    return s.plan.task("g", name, words).set("generator", "1");
}

}  // namespace

TEST_CASE("a generator's tasks run inside its fixture and are declared with it", "[generators]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"write-env", "WHERE", "here", "append", s.path("log"), "up"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    generator(s, "gen",
              {line("a", {"env", "WHERE"}), line("b", {"exit", "1"}), line("c d", {"append", s.path("log"), "task"})});
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 1);
    CHECK(r.count("declared") == 4);
    CHECK(r.outcome("g.gen") == "passed");
    CHECK(r.output("g.a") == "WHERE=here\n");
    CHECK(r.outcome("g.b") == "failed");
    CHECK(r.outcome("g.c d") == "passed");
    CHECK(s.lines("log") == Words{"up", "task", "down"});
    CHECK(Results::text(r.events("task_declared", "id", "g.a").at(0), "generated_by") == "g.gen");
    CHECK(r.position("task_declared", "id", "g.a") < r.position("task_started", "id", "g.a"));
}

TEST_CASE("generated tasks have the properties they are given", "[generators]") {
    Scenario s;
    s.plan.group("g").set("workers", "2").set("timeout", "30");
    generator(
        s, "gen",
        {line("hangs", {"sleep", "60"}, {{"timeout", 0.4}}), line("inverted", {"exit", "1"}, {{"will_fail", true}}),
         line("skips", {"exit", "9"}, {{"skip_return_code", 9}}),
         line("again", {"fail-times", s.path("tries"), "1"}, {{"retries", 1}}),
         line("env", {"env", "COLOUR"}, {{"environment", {{"COLOUR", "green"}}}}),
         line("labelled", {}, {{"labels", {"extra"}}})});
    PF_RUN(r, s, "-j", "2", "--grace", "1");
    CHECK(r.outcome("g.hangs") == "timeout");
    CHECK(r.outcome("g.inverted") == "passed");
    CHECK(r.outcome("g.skips") == "skipped");
    CHECK(r.outcome("g.again") == "passed");
    CHECK(r.output("g.env") == "COLOUR=green\n");
    CHECK(r.events("task_declared", "id", "g.labelled").at(0).at("labels").get<Words>() ==
          Words{"extra", "g", "parallel"});
}

TEST_CASE("a generated id that exists already is refused by name, the others run", "[generators]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "taken", {"append", s.path("log"), "declared"});
    generator(s, "gen", {line("fresh", {}), line("taken", {"append", s.path("log"), "generated"})});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.gen") == "failed");
    CHECK(r.cause("g.gen") == "generator");
    CHECK(r.reason("g.gen").find("g.taken") != std::string::npos);
    CHECK(r.outcome("g.fresh") == "passed");
    CHECK(s.lines("log") == Words{"declared"});
}

TEST_CASE("two generators that print the same id: the second is refused", "[generators]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    generator(s, "one", {line("same", {"append", s.path("log"), "x"})}).set("cost", "9");
    generator(s, "two", {line("same", {"append", s.path("log"), "x"})}).set("cost", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.one") == "passed");
    CHECK(r.cause("g.two") == "generator");
    CHECK(s.lines("log") == Words{"x"});
}

TEST_CASE("what is not a task fails the generator and is quoted with its line", "[generators]") {
    for (const std::string& bad :
         {std::string("this is not JSON"), std::string("[1, 2]"), std::string(R"({"name":"x"})"),
          std::string(R"({"name":"x","command":[]})"), std::string(R"({"name":"x","command":"true"})"),
          std::string(R"({"command":["true"]})"), std::string(R"({"name":"","command":["true"]})"),
          std::string(R"({"name":"x","command":["true"],"timeout":"soon"})"),
          std::string(R"({"name":"x","command":["true"],"no_such_property":1})"),
          std::string(R"({"name":"x","command":["true"]} trailing)")}) {
        INFO(bad);
        Scenario s;
        s.plan.group("g");
        generator(s, "gen", {line("good", {}), bad});
        PF_RUN(r, s, "-j", "1");
        CHECK(r.exit_code == 1);
        CHECK(r.outcome("g.gen") == "failed");
        CHECK(r.cause("g.gen") == "generator");
        CHECK(r.reason("g.gen").find("line 2") != std::string::npos);
        CHECK(r.outcome("g.good") == "passed");
    }
}

TEST_CASE("a last line without its newline is a task, empty lines are not", "[generators]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "gen", {"print-line", "", "print-line", line("a", {}), "print-line", "", "print", line("b", {})})
        .set("generator", "1");
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("declared") == 3);
}

TEST_CASE("a generator that prints nothing has generated nothing", "[generators]") {
    Scenario s;
    s.plan.group("g");
    generator(s, "gen", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("declared") == 1);
}

TEST_CASE("tasks of a generator that fails, crashes or hangs afterwards are kept", "[generators]") {
    Scenario s;
    Words words{"print-line", line("a", {})};
    std::string outcome;
    SECTION("fails") {
        words.insert(words.end(), {"exit", "3"});
        outcome = "failed";
    }
    SECTION("crashes") {
        words.insert(words.end(), {"segv"});
        outcome = "crashed";
    }
    SECTION("hangs") {
        words.insert(words.end(), {"sleep", "60"});
        outcome = "timeout";
    }
    s.plan.group("g").set("timeout", "1");
    s.plan.task("g", "gen", words).set("generator", "1");
    PF_RUN(r, s, "-j", "1", "--grace", "1");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.gen") == outcome);
    CHECK(r.count("declared") == 2);
}

TEST_CASE("a generated task may be a generator", "[generators]") {
    Scenario s;
    s.plan.group("g");
    const std::string inner = line("inner", {"print-line", line("leaf", {})}, {{"generator", true}});
    generator(s, "gen", {inner});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.count("declared") == 3);
    CHECK(Results::text(r.events("task_declared", "id", "g.leaf").at(0), "generated_by") == "g.inner");
}

TEST_CASE("a fixture stays up for tasks that are still to be generated", "[generators]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"touch", s.path("live")})
        .command("teardown", {"remove", s.path("live"), "append", s.path("log"), "down"});
    s.plan.group("g", "f").set("workers", "2");
    s.plan.task("g", "quick", {});
    s.plan.task("g", "gen", {"sleep", "0.5", "print-line", line("late", {"expect-file", s.path("live")})})
        .set("generator", "1");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("1000 generated tasks", "[generators]") {
    Scenario s;
    std::string all;
    for (int i = 0; i < 1000; ++i) {
        all += Json{{"name", std::to_string(i)}, {"command", {"/bin/true"}}}.dump() + "\n";
    }
    s.plan.group("g");
    write_file(s.path("tasks"), all);
    s.plan.program("g", "gen", {"/bin/cat", s.path("tasks")}).set("generator", "1");
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.count("passed") == 1001);
}

TEST_CASE("Ctrl-C while a generator runs: its tasks so far are accounted for", "[generators]") {
    Scenario s;
    s.plan.group("g").set("workers", "1");
    s.plan.task("g", "gen", {"print-line", line("a", {}), "touch", s.path("running"), "sleep", "60"})
        .set("generator", "1");
    HelperRun run = s.start({"-j", "1"});
    REQUIRE(wait_until([&] { return s.has("running"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    INFO(r.transcript);
    CHECK(r.exit_code == 130);
    CHECK(r.cause("g.gen") == "interrupted");
}

}  // namespace pf::acceptance
