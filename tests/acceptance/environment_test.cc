// What a task, a set-up and a teardown find in their environment and where they run.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

Words lines_of(const std::string& text) {
    Words lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("the variables of a task", "[environment]") {
    Scenario s;
    s.plan.group("g").set("workers", "3");
    Words words;
    for (const char* name : {"GROUP", "TASK", "WORKER", "WORKERS", "ATTEMPT"}) {
        words.insert(words.end(), {"env", std::string("PARALLEL_FIXTURES_") + name});
    }
    s.plan.task("g", "a", words);
    s.plan.task("g", "ids", {"env", "PARALLEL_FIXTURES_RUN_ID", "env", "PARALLEL_FIXTURES_SEED"});
    PF_RUN(r, s, "-j", "3");
    CHECK(r.output("g.a") ==
          "PARALLEL_FIXTURES_GROUP=g\nPARALLEL_FIXTURES_TASK=g.a\nPARALLEL_FIXTURES_WORKER=0\n"
          "PARALLEL_FIXTURES_WORKERS=3\nPARALLEL_FIXTURES_ATTEMPT=1\n");
    const Json started = r.events("run_started").at(0);
    CHECK(r.output("g.ids").find("PARALLEL_FIXTURES_RUN_ID=" + Results::text(started, "run_id") + "\n") == 0);
    CHECK(r.output("g.ids").find("PARALLEL_FIXTURES_SEED=") != std::string::npos);
    CHECK(r.output("g.ids").find("unset") == std::string::npos);
}

TEST_CASE("the attempt is counted and each worker has a number of its own", "[environment]") {
    Scenario s;
    s.plan.group("g").set("workers", "2");
    s.plan.task("g", "flaky", {"env", "PARALLEL_FIXTURES_ATTEMPT", "fail-times", s.path("tries"), "2"})
        .set("retries", "2");
    s.plan.group("w").set("workers", "2");
    for (const char* name : {"a", "b"}) {
        s.plan.task("w", name, {"barrier", s.path("both"), "2", "25", "env", "PARALLEL_FIXTURES_WORKER"});
    }
    PF_RUN(r, s, "-j", "2");
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.flaky") == "PARALLEL_FIXTURES_ATTEMPT=3\n");
    const std::set<std::string> workers{r.output("w.a"), r.output("w.b")};
    CHECK(workers == std::set<std::string>{"PARALLEL_FIXTURES_WORKER=0\n", "PARALLEL_FIXTURES_WORKER=1\n"});
}

TEST_CASE("a task has a private directory, kept only when it failed", "[environment]") {
    Scenario s;
    s.plan.group("g");
    const Words use{"env", "PARALLEL_FIXTURES_TMPDIR", "expect-file", "env:PARALLEL_FIXTURES_TMPDIR"};
    s.plan.task("g", "passes", use);
    s.plan.task("g", "fails",
                {"env", "PARALLEL_FIXTURES_TMPDIR", "touch", "env:PARALLEL_FIXTURES_TMPDIR/evidence", "exit", "1"});
    PF_RUN(r, s, "-j", "2");
    const auto directory_of = [&](const std::string& id) {
        const std::string line = r.output(id);
        return line.substr(line.find('=') + 1, line.size() - line.find('=') - 2);
    };
    CHECK(r.outcome("g.passes") == "passed");
    CHECK(directory_of("g.passes") != directory_of("g.fails"));
    CHECK_FALSE(std::filesystem::exists(directory_of("g.passes")));
    CHECK(std::filesystem::exists(directory_of("g.fails") + "/evidence"));
    CHECK(Results::text(r.ended_event("g.fails"), "kept_dir") == directory_of("g.fails"));
    CHECK((std::filesystem::status(directory_of("g.fails")).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);
}

TEST_CASE("PRIVATE_TMPDIR: the variables for temporary files name the private directory", "[environment]") {
    Scenario s;
    const Words names{"TMPDIR", "TEST_TMPDIR", "TMP", "TEMP", "TEMPDIR"};
    Words words{"env", "PARALLEL_FIXTURES_TMPDIR"};
    for (const std::string& name : names) {
        words.insert(words.end(), {"env", name});
    }
    s.plan.group("private").set("private_tmpdir", "ON");
    s.plan.task("private", "a", words);
    s.plan.task("private", "own", words).set("env", "TMPDIR=chosen");
    s.plan.group("shared");
    s.plan.task("shared", "a", words);
    const Results r = s.run({"-j", "1"}, {.environment = {"TMP=/caller", "TEMP=/caller"}});
    INFO(r.transcript);
    const auto values = [&](const std::string& id) {
        Words found = lines_of(r.output(id));
        for (std::string& line : found) {
            line.erase(0, line.find_first_of("= ") + 1);
        }
        return found;
    };
    const Words own = values("private.a");
    REQUIRE(own.size() == 6);
    CHECK(std::count(own.begin(), own.end(), own.front()) == 6);
    CHECK(values("private.own").at(1) == "chosen");
    const Words shared = values("shared.a");
    REQUIRE(shared.size() == 6);
    CHECK(shared[1] != shared[0]);
    CHECK(Words(shared.begin() + 2, shared.end()) == Words{"unset", "/caller", "/caller", "unset"});
}

TEST_CASE("ENVIRONMENT can use the variables of the helper, and not change them", "[environment]") {
    Scenario s;
    s.plan.group("g").set("env", "LISTEN=54@PARALLEL_FIXTURES_WORKER@").set("env", "PARALLEL_FIXTURES_WORKER=7");
    s.plan.task("g", "a", {"env", "LISTEN", "env", "HOME", "env", "PARALLEL_FIXTURES_TMPDIR"})
        .set("env", "HOME=@PARALLEL_FIXTURES_TMPDIR@")
        .set("env_mod", "PARALLEL_FIXTURES_TMPDIR=set:/elsewhere");
    PF_RUN(r, s, "-j", "1");
    const Words lines = lines_of(r.output("g.a"));
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "LISTEN=540");
    CHECK(lines[2] == "PARALLEL_FIXTURES_TMPDIR=" + lines[1].substr(5));
    CHECK(lines[1] != "HOME=/elsewhere");
}

TEST_CASE("no two tasks that run at the same time have the same slot", "[environment]") {
    Scenario s;
    for (const char* group : {"g", "h"}) {
        s.plan.group(group).set("workers", "1");
        s.plan.task(group, "a", {"barrier", s.path("both"), "2", "25", "env", "PARALLEL_FIXTURES_SLOT"});
    }
    PF_RUN(r, s, "-j", "2");
    const std::set<std::string> slots{r.output("g.a"), r.output("h.a")};
    CHECK(slots == std::set<std::string>{"PARALLEL_FIXTURES_SLOT=0\n", "PARALLEL_FIXTURES_SLOT=1\n"});
}

TEST_CASE("later wins: caller, fixtures from outer to inner, group, task", "[environment]") {
    Scenario s;
    s.plan.fixture("outer").set("env", "B=outer").set("env", "C=outer").command("setup", {"write-env", "D", "outer"});
    s.plan.fixture("inner").set("parent", "outer").set("env", "C=inner").command("setup", {"write-env", "E", "inner"});
    s.plan.group("g", "inner").set("env", "D=group").set("env", "E=group").set("env", "F=group");
    s.plan.task("g", "a", {"env", "A", "env", "B", "env", "C", "env", "D", "env", "E", "env", "F"})
        .set("env", "E=task")
        .set("env", "F=task")
        .set("env", "F=last");
    const RunOptions options{.environment = {"A=caller", "B=caller", "C=caller", "D=caller", "E=caller", "F=caller"}};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.output("g.a") == "A=caller\nB=outer\nC=inner\nD=group\nE=task\nF=last\n");
}

TEST_CASE("a set-up's variables reach its tasks, nested fixtures and its teardown", "[environment]") {
    Scenario s;
    s.plan.fixture("outer")
        .command("setup", {"write-env", "URL", "host=1 port=2 \"x\" \\", "write-env", "EMPTY", ""})
        .command("teardown", {"env", "URL"});
    s.plan.fixture("inner")
        .set("parent", "outer")
        .command("setup", {"env", "URL", "write-env", "URL", "inner"})
        .command("teardown", {"env", "URL"});
    s.plan.group("g", "inner");
    s.plan.task("g", "a", {"env", "URL", "env", "EMPTY"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a") == "URL=inner\nEMPTY=\n");
    CHECK(output_bytes(r.events("setup_ended", "fixture", "inner").at(0)) == "URL=host=1 port=2 \"x\" \\\n");
    CHECK(output_bytes(r.events("teardown_ended", "fixture", "inner").at(0)) == "URL=inner\n");
    CHECK(output_bytes(r.events("teardown_ended", "fixture", "outer").at(0)) == "URL=host=1 port=2 \"x\" \\\n");
    const Json variables = r.events("setup_ended", "fixture", "outer").at(0).at("variables");
    CHECK(variables.size() == 2);
}

TEST_CASE("a variable of one fixture does not reach a task beside it", "[environment]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"write-env", "SECRET", "1"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {"env", "SECRET"});
    s.plan.group("h");
    s.plan.task("h", "a", {"env", "SECRET"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.output("g.a") == "SECRET=1\n");
    CHECK(r.output("h.a") == "SECRET unset\n");
}

TEST_CASE("reserved and malformed keys of a set-up are refused, each by name", "[environment]") {
    Scenario s;
    s.plan.fixture("f")
        .command("setup", {"write-env", "PARALLEL_FIXTURES_WORKER", "9", "write-env", "FINE", "1", "write-env",
                           "PARALLEL_FIXTURES_MINE", "1"})
        .command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    const std::string reason = Results::text(r.events("setup_ended").at(0), "reason");
    CHECK(reason.find("PARALLEL_FIXTURES_WORKER") != std::string::npos);
    CHECK(reason.find("PARALLEL_FIXTURES_MINE") != std::string::npos);
    CHECK(reason.find("FINE") == std::string::npos);
    CHECK(r.cause("g.a") == "fixture_failed");
    CHECK(s.lines("log") == Words{"down"});
}

TEST_CASE("a line without '=' in the environment file fails the set-up and is quoted", "[environment]") {
    Scenario s;
    s.plan.fixture("f").command("setup", {"append", "env:PARALLEL_FIXTURES_ENV", "no equals sign"});
    s.plan.group("g", "f");
    s.plan.task("g", "a", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 3);
    CHECK(Results::text(r.events("setup_ended").at(0), "reason").find("no equals sign") != std::string::npos);
}

TEST_CASE("variables of an enclosing run neither reach a task nor choose a session", "[environment]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a",
                {"env", "PARALLEL_FIXTURES_WORKER", "env", "PARALLEL_FIXTURES_ENV", "env", "PARALLEL_FIXTURES_RUN_ID"});
    const RunOptions options{.environment = {"PARALLEL_FIXTURES_WORKER=77", "PARALLEL_FIXTURES_RUN_ID=outer",
                                             "PARALLEL_FIXTURES_ENV=" + s.path("outer"),
                                             "PARALLEL_FIXTURES_SESSION=" + s.path("outer")}};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.a").find("PARALLEL_FIXTURES_WORKER=0\nPARALLEL_FIXTURES_ENV unset\n") == 0);
    CHECK(r.output("g.a").find("=outer") == std::string::npos);
}

TEST_CASE("ENVIRONMENT_MODIFICATION has CTest's operations", "[environment]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"env", "SET", "env", "GONE", "env", "BACK", "env", "LIST", "env", "TEXT", "env", "CMAKE"})
        .set("env", "GONE=1")
        .set("env_mod", "SET=set:new")
        .set("env_mod", "GONE=unset:")
        .set("env_mod", "BACK=reset:")
        .set("env_mod", "LIST=path_list_prepend:first")
        .set("env_mod", "LIST=path_list_append:last")
        .set("env_mod", "TEXT=string_append:!")
        .set("env_mod", "CMAKE=cmake_list_append:b");
    const RunOptions options{.environment = {"SET=old", "BACK=caller", "LIST=middle", "TEXT=hey", "CMAKE=a"}};
    const Results r = s.run({"-j", "1"}, options);
    INFO(r.transcript);
    CHECK(r.output("g.a") == "SET=new\nGONE unset\nBACK=caller\nLIST=first:middle:last\nTEXT=hey!\nCMAKE=a;b\n");
}

TEST_CASE("an operation that ENVIRONMENT_MODIFICATION does not have fails its task only", "[environment]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "bad", {}).set("env_mod", "X=no_such_operation:1");
    s.plan.task("g", "good", {});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.outcome("g.bad") == "failed");
    CHECK(r.cause("g.bad") == "failed_to_start");
    CHECK(r.reason("g.bad").find("no_such_operation") != std::string::npos);
    CHECK(r.outcome("g.good") == "passed");
}

TEST_CASE("commands run in the build directory unless told otherwise, and resolve against it", "[environment]") {
    Scenario s;
    const std::string elsewhere = s.path("elsewhere");
    std::filesystem::create_directory(elsewhere);
    std::filesystem::create_symlink(PF_TEST_CHILD, s.build_dir() + "/local-program");
    s.plan.fixture("f").command("setup", {"cwd"}).command("teardown", {"cwd"}).set("cwd", elsewhere);
    s.plan.group("g", "f");
    s.plan.task("g", "default", {"cwd"});
    s.plan.task("g", "own", {"cwd"}).set("cwd", elsewhere);
    s.plan.program("g", "relative", {"./local-program", "print", "found"});
    s.plan.program("g", "bare", {"local-program", "print", "found"});
    s.plan.program("g", "from-path", {"true"});
    PF_RUN(r, s, "-j", "1");
    CHECK(r.exit_code == 0);
    CHECK(r.output("g.default") == s.build_dir() + "\n");
    CHECK(r.output("g.own") == elsewhere + "\n");
    CHECK(r.output("g.relative") == "found");
    CHECK(r.output("g.bare") == "found");
    CHECK(output_bytes(r.events("setup_ended").at(0)) == elsewhere + "\n");
    CHECK(output_bytes(r.events("teardown_ended").at(0)) == elsewhere + "\n");
}

}  // namespace pf::acceptance
