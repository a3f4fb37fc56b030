// Words before the command of each task: LAUNCHER of a group or task, and --wrapper.
#include <filesystem>
#include <string>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A launcher that notes its arguments and then becomes the rest of them.
std::string noting_launcher(const Scenario& s, const std::string& name) {
    const std::string path = s.path(name);
    write_file(path, "#!/bin/sh\necho \"" + name + " $1\" >>" + s.path("log") + "\nshift\nexec \"$@\"\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

}  // namespace

TEST_CASE("LAUNCHER of a group stands before each of its commands, that of a task in its place", "[wrapper]") {
    Scenario s;
    const std::string outer = noting_launcher(s, "outer");
    const std::string inner = noting_launcher(s, "inner");
    s.plan.group("g").program("launcher", {outer, "of-group"}).set("workers", "1");
    s.plan.task("g", "a", {"exit", "0"});
    s.plan.task("g", "b", {"exit", "3"}).program("launcher", {inner, "of-task"});
    PF_RUN(r, s, "-j1");
    CHECK(s.lines("log") == Words{"outer of-group", "inner of-task"});
    CHECK(r.outcome("g.a") == "passed");
    CHECK(r.ended_event("g.b").at("exit_code") == 3);
    CHECK(r.events("task_declared", "id", "g.a").at(0).at("command").at(0) == outer);
}

TEST_CASE("--wrapper stands before LAUNCHER, and its program is found along PATH or from here", "[wrapper]") {
    Scenario s;
    s.plan.group("g").program("launcher", {noting_launcher(s, "inner"), "launcher"});
    s.plan.task("g", "a", {"exit", "0"});
    PF_RUN(r, s, "--wrapper", noting_launcher(s, "outer") + " 'a b'");
    CHECK(r.exit_code == 0);
    CHECK(s.lines("log") == Words{"outer a b", "inner launcher"});
    CHECK(s.run({"--wrapper", "env A=1"}).exit_code == 0);
}

TEST_CASE("a wrapper that does not exist is an error before anything runs", "[wrapper]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"touch", s.path("ran")});
    s.plan.write(s.build_dir());
    const Results r = s.helper({"run", s.build_dir(), "--wrapper", "no-such-program --"});
    CHECK(r.exit_code == 2);
    CHECK(r.transcript.find("--wrapper: there is no program no-such-program") != std::string::npos);
    CHECK_FALSE(s.has("ran"));
}

TEST_CASE("a LAUNCHER that does not exist leaves its task not run", "[wrapper]") {
    Scenario s;
    s.plan.group("g").program("launcher", {"/nowhere/launcher"});
    s.plan.task("g", "a", {"exit", "0"});
    PF_RUN(r, s, "-j1");
    CHECK(r.outcome("g.a") == "not_run");
    CHECK(r.cause("g.a") == "missing_executable");
    CHECK(r.reason("g.a").find("/nowhere/launcher") != std::string::npos);
}

TEST_CASE("a wrapped task is ended at its time limit with all of its processes", "[wrapper]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.3");
    s.plan.task("g", "a", {"ignore-term", "spawn", "sleep", "600", "end", "sleep", "600"});
    PF_RUN(r, s, "--wrapper", "/bin/sh -c '\"$@\"; exit $?' sh", "--grace", "0.2", "--stack-traces", "off");
    CHECK(r.outcome("g.a") == "timeout");
}

TEST_CASE("a variable of a task is replaced in its LAUNCHER", "[wrapper]") {
    Scenario s;
    s.plan.group("g").program("launcher", {"/usr/bin/env", "WHO=@PARALLEL_FIXTURES_TASK@"});
    s.plan.task("g", "a", {"expect-env", "WHO", "g.a"});
    CHECK(s.run({"-j1"}).exit_code == 0);
}

TEST_CASE("what a wrapper changes is judged as the task: its exit code and its signal", "[wrapper]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "a", {"exit", "0"});
    PF_RUN(r, s, "--wrapper", "/bin/sh -c '\"$@\"; kill -SEGV $$' sh");
    CHECK(r.outcome("g.a") == "crashed");
    PF_RUN(failed, s, "--wrapper", "/bin/sh -c '\"$@\"; exit 9' sh");
    CHECK(failed.ended_event("g.a").at("exit_code") == 9);
}

}  // namespace pf::acceptance
