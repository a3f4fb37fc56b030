// What a command leaves behind.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::alive;
using pf::test::child;
using pf::test::Folder;
using pf::test::kTerm;
using pf::test::pid_in;
using pf::test::Supervision;
using pf::test::wait_until;

namespace {

// Leaves a daemon that nothing but SIGKILL ends; its pid is in `path`.
RunCommand leaves_daemon(const std::string& path) {
    return child({"daemon", "ignore", kTerm, "say-pid", path, "pause", "end", "wait-file", path});
}

}  // namespace

TEST_CASE("what a command leaves behind is named and killed", "[S11]") {
    Supervision supervision;
    const Folder folder;
    const Ended ended = supervision.run(leaves_daemon(folder / "pid"));
    const pid_t daemon = pid_in(folder / "pid");
    CHECK(ended.exit_code == 0);
    REQUIRE(ended.leaked.size() == 1);
    CHECK(ended.leaked[0].find("pf_runtime_child") != std::string::npos);
    CHECK(ended.leaked[0].find("(pid " + std::to_string(daemon) + ")") != std::string::npos);
    CHECK_FALSE(alive(daemon));
    CHECK(ended.microseconds < 10000000);
    CHECK(supervision.run(child({})).leaked.empty());
}

TEST_CASE("a process whose main thread has ended is killed like any other") {
    Supervision supervision;
    const Folder folder;
    const Ended ended = supervision.run(
        child({"daemon", "leave-main", "say-pid", folder / "pid", "pause", "end", "wait-file", folder / "pid"}));
    CHECK(ended.leaked.size() == 1);
    CHECK(descendants_of(supervision.pid()).empty());
    CHECK(access(("/proc/" + std::to_string(pid_in(folder / "pid"))).c_str(), F_OK) != 0);
}

TEST_CASE("what ends by itself within the grace is no leak", "[S3]") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 60000;  // Longer than a test waits.
    Supervision supervision(setup);
    const Folder folder;
    supervision.send(child({"daemon", "wait-file", folder / "go", "end"}));
    // Ended waits for it.
    const auto since = std::chrono::steady_clock::now();
    CHECK(wait_until([&] { return std::chrono::steady_clock::now() - since > std::chrono::milliseconds(100); }));
    std::ofstream(folder / "go") << "go";
    const Ended ended = supervision.ended();
    CHECK(ended.leaked.empty());
    CHECK(ended.exit_code == 0);
    CHECK(ended.microseconds < 10000000);
}

TEST_CASE("the time of a command is its own, not that of what it left behind") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 500;
    Supervision supervision(setup);
    const Folder folder;
    const auto began = std::chrono::steady_clock::now();
    const Ended ended = supervision.run(leaves_daemon(folder / "pid"));
    const std::chrono::duration<double, std::micro> all = std::chrono::steady_clock::now() - began;
    CHECK(ended.leaked.size() == 1);
    CHECK(static_cast<double>(ended.microseconds) + 500000 <= all.count());  // The grace came after it.
}

TEST_CASE("what a set-up leaves running stays until the supervisor leaves", "[S7][S13]") {
    Supervision supervision;
    const Folder folder;
    RunCommand setup = leaves_daemon(folder / "pid");
    setup.sweep = false;
    const Ended ended = supervision.run(setup);
    CHECK(ended.leaked.empty());
    const pid_t daemon = pid_in(folder / "pid");
    CHECK(alive(daemon));
    RunCommand teardown = child({"exit", "2"});
    teardown.sweep = false;
    CHECK(supervision.run(teardown).exit_code == 2);
    CHECK(alive(daemon));
    supervision.send(Leave{"", false});
    const Swept swept = supervision.expect<Swept>();
    REQUIRE(swept.leaked.size() == 1);
    CHECK(swept.leaked[0].find("(pid " + std::to_string(daemon) + ")") != std::string::npos);
    CHECK_FALSE(alive(daemon));
    CHECK(supervision.gone() == 0);
}

TEST_CASE("leaving with grace lets what is left end by itself") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 20000;
    Supervision supervision(setup);
    const Folder folder;
    RunCommand command = child({"daemon", "wait-file", folder / "go", "touch", folder / "done", "end"});
    command.sweep = false;
    supervision.run(command);
    supervision.send(Leave{"", true});
    std::ofstream(folder / "go") << "go";
    CHECK(supervision.expect<Swept>().leaked.empty());
    CHECK(fs::exists(folder / "done"));
    CHECK(supervision.gone() == 0);
}

TEST_CASE("leaving with grace names and kills what does not end", "[S13]") {
    Supervision supervision;
    const Folder folder;
    RunCommand command = leaves_daemon(folder / "pid");
    command.sweep = false;
    supervision.run(command);
    supervision.send(Leave{"", true});
    CHECK(supervision.expect<Swept>().leaked.size() == 1);
    CHECK_FALSE(alive(pid_in(folder / "pid")));
    CHECK(supervision.gone() == 0);
}

TEST_CASE("leaving discards a directory with its content") {
    Supervision supervision;
    const Folder folder;
    fs::create_directories(folder / "gone/below");
    supervision.send(Leave{folder / "gone", false});
    CHECK(supervision.expect<Swept>().leaked.empty());
    CHECK(folder.names().empty());
    CHECK(supervision.gone() == 0);
}

TEST_CASE("what a command left behind is killed when everything is, whatever the grace", "[S12]") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 60000;
    Supervision supervision(setup);
    const Folder folder;
    supervision.send(leaves_daemon(folder / "pid"));
    const pid_t daemon = pid_in(folder / "pid");
    REQUIRE(wait_until([&] { return descendants_of(supervision.pid()).size() == 1; }));
    supervision.send(KillAll{});
    CHECK(supervision.ended().leaked.empty());
    CHECK_FALSE(alive(daemon));
}

TEST_CASE("leaving kills and names a command that runs", "[S13]") {
    Supervision supervision;
    supervision.send(child({"ignore", kTerm, "pause"}));
    const pid_t command = supervision.expect<Started>().pid;
    supervision.send(Leave{"", false});
    const Swept swept = supervision.expect<Swept>();
    REQUIRE(swept.leaked.size() == 1);
    CHECK(swept.leaked[0].find("(pid " + std::to_string(command) + ")") != std::string::npos);
    CHECK_FALSE(alive(command));
    CHECK(supervision.gone() == 0);
}
