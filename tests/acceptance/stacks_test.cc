// Where the processes of a task are that has timed out: --stack-traces.
#include <signal.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/acceptance/support/promises.h"
#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A directory that is to be the whole of PATH, with tools of this name that do as the script says.
std::string path_with(const Scenario& s, const std::string& tool, const std::string& script) {
    const std::string directory = s.path("tools");
    std::filesystem::create_directories(directory);
    write_file(directory + "/" + tool, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(directory + "/" + tool, std::filesystem::perms::owner_all);
    return "PATH=" + directory;
}

std::string stacks(const Results& r, const std::string& id) { return Results::text(r.ended_event(id), "stacks"); }

}  // namespace

TEST_CASE("gdb shows where a task and its child hang, and the task has timed out", "[stacks]") {
    if (std::string(PF_GDB).empty()) {
        SUCCEED("gdb is not installed");
        return;
    }
    Scenario s;
    s.plan.group("g").set("timeout", "0.3");
    s.plan.task("g", "a", {"spawn", "sleep", "600", "end", "sleep", "600"});
    PF_RUN(r, s, "-j1", "--stack-traces", "gdb");
    CHECK(r.exit_code == 1);
    CHECK(r.outcome("g.a") == "timeout");
    CHECK(r.reason("g.a") == "timed out after 0.3 s");
    const std::string text = stacks(r, "g.a");
    INFO(text);
    CHECK(text.find("pf_test_child") != std::string::npos);
    CHECK(text.find("in main") != std::string::npos);
    CHECK(text.find("warning") == std::string::npos);
    const std::size_t first = text.find("(pid ");
    CHECK(text.find("(pid ", first + 1) != std::string::npos);
    CHECK(r.transcript.find("in main") != std::string::npos);
    for (const char* report : {"/Test.xml", "/junit.xml", "/report.html"}) {
        INFO(report);
        CHECK(read_file(r.directory + report).find("in main") != std::string::npos);
    }
}

TEST_CASE("the first tool along PATH is taken, and a task that passes is not looked at", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.3");
    s.plan.task("g", "a", {"sleep", "600"});
    s.plan.task("g", "b", {"exit", "0"});
    RunOptions options;
    options.environment = {path_with(s, "eu-stack", "echo \"TID of $5\"; echo x >>" + s.path("calls"))};
    const Results r = s.run({"-j2"}, options);
    INFO(r.transcript);
    CHECK(r.outcome("g.a") == "timeout");
    CHECK(stacks(r, "g.a").find("TID of ") != std::string::npos);
    CHECK(stacks(r, "g.b").empty());
    CHECK(s.lines("calls").size() == 1);
}

TEST_CASE("a process that is gone when the tool looks at it is left out", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.3");
    s.plan.task("g", "a", {"spawn", "sleep", "600", "end", "sleep", "600"});
    const std::string looked = s.path("looked");
    RunOptions options;
    // The process of the task is seen, and its child ends under the eyes of the tool.
    options.environment = {
        path_with(s, "gdb",
                  "for pid; do :; done\n"
                  "if [ -e " +
                      looked +
                      " ]; then\n"
                      "  kill -9 $pid\n"
                      "  while read -r id name state rest </proc/$pid/stat && [ $state != Z ]; do :; done\n"
                      "  echo 'ptrace: No such process.'\n"
                      "  echo \"$pid\" >>" +
                      looked +
                      "\n"
                      "else\n"
                      "  echo >" +
                      looked +
                      "\n"
                      "  echo '#0  here'\n"
                      "fi")};
    const Results r = s.run({"-j1"}, options);
    INFO(r.transcript);
    const std::string text = stacks(r, "g.a");
    INFO(text);
    CHECK(s.lines("looked").size() == 2);
    CHECK(text.find("#0  here") != std::string::npos);
    CHECK(text.find("No such process") == std::string::npos);
    CHECK(text.find("(pid ") == text.rfind("(pid "));
}

TEST_CASE("a tool that hangs is ended when its time is over, and the task is ended then", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.2");
    s.plan.task("g", "a", {"sleep", "600"});
    s.plan.task("g", "b", {"sleep", "600"});
    s.plan.task("g", "c", {"sleep", "600"});
    RunOptions options;
    options.environment = {path_with(s, "gdb", "echo '#0 so far'; exec /bin/sleep 600")};
    const Results r = s.run({"-j3"}, options);
    INFO(r.transcript);
    for (const char* id : {"g.a", "g.b", "g.c"}) {
        CHECK(r.outcome(id) == "timeout");
    }
}

TEST_CASE("nothing is looked at with --stack-traces off, or without a tool", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.2");
    s.plan.task("g", "a", {"sleep", "600"});
    const Results off = s.run({"--stack-traces", "off"});
    CHECK(off.outcome("g.a") == "timeout");
    CHECK(stacks(off, "g.a").empty());
    RunOptions options;
    options.environment = {"PATH=/nowhere"};
    const Results none = s.run({}, options);
    CHECK(none.outcome("g.a") == "timeout");
    CHECK(stacks(none, "g.a").empty());
    CHECK(s.helper({"run", s.build_dir(), "--stack-traces", "lldb"}).exit_code == 2);
    CHECK(s.helper({"run", s.build_dir(), "--stack-traces", "gdb"}, options).exit_code == 2);
}

TEST_CASE("a signal ends a task that is being looked at", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.2");
    s.plan.task("g", "a", {"sleep", "600"});
    RunOptions options;
    options.environment = {path_with(s, "gdb", "echo >" + s.path("looking") + "; exec /bin/sleep 600")};
    HelperRun run = s.start({"-j1"}, options);
    REQUIRE(wait_until([&] { return s.has("looking"); }));
    run.signal(SIGINT);
    const Results r = s.finish(run);
    CHECK(r.exit_code == 130);
    CHECK(r.outcome("g.a") == "timeout");
}

TEST_CASE("a task that ends by itself while it is looked at has timed out", "[stacks]") {
    Scenario s;
    s.plan.group("g").set("timeout", "0.2");
    s.plan.task("g", "a", {"wait-file", s.path("go"), "60"});
    RunOptions options;
    options.environment = {path_with(s, "gdb", "echo >" + s.path("go") + "; exec /bin/sleep 600")};
    const Results r = s.run({"-j1"}, options);
    CHECK(r.outcome("g.a") == "timeout");
}

TEST_CASE("the core file of a task that crashes shows where it was", "[stacks]") {
    const std::string pattern = read_file("/proc/sys/kernel/core_pattern");
    if (std::string(PF_GDB).empty() || pattern.empty() || pattern.find_first_of("|/") != std::string::npos) {
        SUCCEED("there is no gdb, or core files are written elsewhere");
        return;
    }
    Scenario s;
    std::filesystem::create_directories(s.path("here"));
    s.plan.group("g").set("cwd", s.path("here"));
    s.plan.program("g", "a", {"/bin/sh", "-c", "kill -SEGV $$"});  // pf_test_child leaves no core file.
    s.plan.task("g", "b", {"exit", "3"});
    RunOptions options;
    options.before_exec = [] {
        const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
        static_cast<void>(::setrlimit(RLIMIT_CORE, &unlimited));
    };
    const Results r = s.run({"-j1", "--stack-traces", "gdb"}, options);
    INFO(r.transcript);
    CHECK(r.outcome("g.a") == "crashed");
    REQUIRE(r.events("task_stacks").size() == 1);
    CHECK(Results::text(r.events("task_stacks")[0], "id") == "g.a");
    CHECK(Results::text(r.events("task_stacks")[0], "stacks").find("#0  0x") != std::string::npos);
    CHECK(r.transcript.find("STACKS") != std::string::npos);
    for (const char* report : {"/Test.xml", "/junit.xml", "/report.html"}) {
        INFO(report);
        CHECK(read_file(r.directory + report).find("where it was when it crashed") != std::string::npos);
    }
    const Results off = s.run({"-j1", "--stack-traces", "off"}, options);
    CHECK(off.events("task_stacks").empty());
}

}  // namespace pf::acceptance
