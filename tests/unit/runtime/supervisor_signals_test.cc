// Signals that reach everything, and Ctrl-Z.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

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

char state_of(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    const std::string text((std::istreambuf_iterator<char>(stat)), {});
    const std::size_t at = text.rfind(')');
    return at == std::string::npos ? '-' : text[at + 2];
}

bool file_appears(const std::string& path) {
    return wait_until([&] { return fs::exists(path); });
}

}  // namespace

TEST_CASE("a signal reaches the command, its group and those who left it") {
    Supervision supervision;
    const Folder folder;
    supervision.send(child({"spawn", "on-signal", kTerm, folder / "session", "end", "daemon", "on-signal", kTerm,
                            folder / "daemon", "end", "on-signal", kTerm, folder / "leader"}));
    for (const char* who : {"session", "daemon", "leader"}) {
        REQUIRE(file_appears(folder / (std::string(who) + ".ready")));
    }
    supervision.send(SignalAll{SIGTERM});
    const Ended ended = supervision.ended();
    CHECK(ended.exit_code == 0);
    CHECK(ended.leaked.empty());
    for (const char* who : {"session", "daemon", "leader"}) {
        CHECK(fs::exists(folder / who));
    }
}

TEST_CASE("a signal reaches a process whose parent it ends first") {
    // The grandchild changes its parent in the very moment in which it is to be signalled.
    Supervision supervision;
    for (int round = 0; round < 50; ++round) {
        const Folder folder;
        supervision.send(child({"spawn", "on-signal", kTerm, folder / "grandchild", "end", "pause"}));
        REQUIRE(file_appears(folder / "grandchild.ready"));
        supervision.send(SignalAll{SIGTERM});
        const Ended ended = supervision.ended();
        CHECK(ended.signal == SIGTERM);
        REQUIRE(ended.leaked == std::vector<std::string>{});
        REQUIRE(fs::exists(folder / "grandchild"));
    }
}

TEST_CASE("a stopped command hears a signal at once") {
    Supervision supervision;
    supervision.send(child({"stop", "pause"}));
    FromSupervisor message = supervision.next();
    if (std::holds_alternative<Started>(message)) {
        message = supervision.next();  // On a machine that is slow today.
    }
    REQUIRE(std::holds_alternative<StopChanged>(message));
    CHECK(std::get<StopChanged>(message).stopped);
    supervision.send(SignalAll{SIGTERM});
    message = supervision.next();
    while (!std::holds_alternative<Ended>(message)) {
        message = supervision.next();
    }
    CHECK(std::get<Ended>(message).signal == SIGTERM);
}

TEST_CASE("a command that stops itself is told, and when it is continued", "[S6]") {
    Supervision supervision;
    const Folder folder;
    supervision.send(child({"say-pid", folder / "pid", "stop", "wait-file", folder / "go", "write", "on"}));
    FromSupervisor message = supervision.next();
    if (std::holds_alternative<Started>(message)) {
        message = supervision.next();
    }
    REQUIRE(std::holds_alternative<StopChanged>(message));
    CHECK(std::get<StopChanged>(message).stopped);
    CHECK(std::get<StopChanged>(message).signal == SIGSTOP);
    kill(pid_in(folder / "pid"), SIGCONT);
    message = supervision.next();
    if (std::holds_alternative<Started>(message)) {
        message = supervision.next();
    }
    REQUIRE(std::holds_alternative<StopChanged>(message));
    CHECK_FALSE(std::get<StopChanged>(message).stopped);
    std::ofstream(folder / "go") << "go";
    CHECK(supervision.ended().exit_code == 0);
    CHECK(supervision.output() == "on");
}

TEST_CASE("a pause stops everything below, says nothing of it and does not count") {
    using std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kPaused{300};
    Supervision supervision;
    const Folder folder;
    const auto begun = steady_clock::now();
    supervision.send(child({"spawn", "say-pid", folder / "other", "pause", "end", "say-pid", folder / "leader",
                            "wait-file", folder / "go", "exit", "5"}));
    const pid_t other = pid_in(folder / "other");
    const pid_t leader = pid_in(folder / "leader");
    supervision.expect<Started>();
    supervision.send(Pause{true});
    REQUIRE(wait_until([&] { return state_of(leader) == 'T' && state_of(other) == 'T'; }));
    std::ofstream(folder / "go") << "go";
    const auto since = steady_clock::now();
    CHECK(wait_until([&] { return steady_clock::now() - since > kPaused; }));
    CHECK(state_of(leader) == 'T');
    supervision.send(Pause{false});
    const Ended ended = supervision.expect<Ended>();
    CHECK(ended.exit_code == 5);
    CHECK(std::chrono::microseconds(ended.microseconds) + kPaused <= steady_clock::now() - begun);
    CHECK(ended.leaked.size() == 1);
}

TEST_CASE("everything is killed, however fast it multiplies", "[S12]") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 60000;  // What is left then is not killed for that.
    Supervision supervision(setup);
    const Folder folder;
    std::vector<std::string> words;
    for (int i = 0; i < 200; ++i) {
        words.insert(words.end(), {"daemon", "ignore", kTerm, "pause", "end"});
    }
    words.insert(words.end(), {"touch", folder / "done", "pause"});
    supervision.send(child(words));
    SECTION("all of them are there") { REQUIRE(file_appears(folder / "done")); }
    SECTION("in the middle of it") { supervision.expect<Started>(); }
    supervision.send(KillAll{});
    const Ended ended = supervision.ended();
    CHECK(ended.signal == SIGKILL);
    CHECK(ended.leaked.empty());
    CHECK(descendants_of(supervision.pid()).empty());
}

TEST_CASE("a kill of what ends at the same time is answered once") {
    Supervision supervision;
    for (int round = 0; round < 50; ++round) {
        supervision.send(child({"sleep", std::to_string(round % 5)}));
        supervision.send(KillAll{});
        supervision.ended();
    }
    CHECK(supervision.run(child({"exit", "7"})).exit_code == 7);
}

TEST_CASE("a kill without a command is harmless") {
    Supervision supervision;
    supervision.send(KillAll{});
    supervision.send(SignalAll{SIGTERM});
    supervision.send(Pause{true});
    supervision.send(Pause{false});
    const Folder folder;
    supervision.send(child({"daemon", "say-pid", folder / "pid", "pause", "end", "wait-file", folder / "pid"}));
    const Ended ended = supervision.ended();
    CHECK(ended.exit_code == 0);
    CHECK(ended.leaked.size() == 1);  // Not killed at once: the earlier kill was not for this command.
    CHECK_FALSE(alive(pid_in(folder / "pid")));
}
