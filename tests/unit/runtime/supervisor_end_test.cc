// Nobody outlives the session: the ways in which a supervisor and its session end.
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::alive;
using pf::test::child;
using pf::test::Folder;
using pf::test::pid_in;
using pf::test::Supervision;
using pf::test::wait_until;

namespace {

// A command and a daemon of it, neither of which hears SIGTERM.
RunCommand stubborn(const Folder& folder) {
    const std::string term = std::to_string(SIGTERM);
    return child({"ignore", term, "daemon", "say-pid", folder / "daemon", "pause", "end", "say-pid", folder / "leader",
                  "pause"});
}

}  // namespace

TEST_CASE("when the session has gone, everything below is gone", "[S14]") {
    Supervision supervision;
    const Folder folder;
    supervision.send(stubborn(folder));
    const pid_t daemon = pid_in(folder / "daemon");
    const pid_t leader = pid_in(folder / "leader");
    supervision.close_socket();
    CHECK(wait_until([&] { return !alive(daemon) && !alive(leader) && !alive(supervision.pid()); }));
    CHECK(supervision.gone() == 1);
}

TEST_CASE("when the session has gone, a command that is being swept up for is swept at once", "[S14]") {
    SupervisorSetup setup;
    setup.leak_grace_ms = 60000;
    Supervision supervision(setup);
    const Folder folder;
    supervision.send(child({"daemon", "say-pid", folder / "daemon", "pause", "end", "wait-file", folder / "daemon"}));
    const pid_t daemon = pid_in(folder / "daemon");
    supervision.close_socket();
    CHECK(wait_until([&] { return !alive(daemon); }));
    CHECK(supervision.gone() == 1);
}

TEST_CASE("another language ends a supervisor and everything below it", "[S14]") {
    Supervision supervision;
    const Folder folder;
    supervision.send(stubborn(folder));
    const pid_t leader = pid_in(folder / "leader");
    supervision.send_bytes(std::string(64, '\xff'));
    CHECK(wait_until([&] { return !alive(leader); }));
    CHECK(supervision.gone() == 1);
}

TEST_CASE("when its supervisor is killed, a command dies with it") {
    Supervision supervision;
    const Folder folder;
    supervision.send(child({"say-pid", folder / "leader", "pause"}));
    const pid_t leader = pid_in(folder / "leader");
    kill(supervision.pid(), SIGKILL);
    CHECK(wait_until([&] { return !alive(leader); }));
    CHECK(supervision.gone() == 128 + SIGKILL);
}

TEST_CASE("what a killed supervisor had below it becomes the session's to kill") {
    Supervision supervision;
    const Folder folder;
    supervision.send(stubborn(folder));
    const pid_t daemon = pid_in(folder / "daemon");
    const pid_t leader = pid_in(folder / "leader");
    kill(supervision.pid(), SIGKILL);
    CHECK(supervision.gone() == 128 + SIGKILL);
    REQUIRE(wait_until([&] { return !alive(leader); }));
    const std::vector<Descendant> ours = descendants_of(getpid());
    REQUIRE(ours.size() == 1);
    CHECK(ours[0].pid == daemon);
    CHECK(ours[0].parent == getpid());
    CHECK(sweep(10000));
}

TEST_CASE("signals from outside do not end a supervisor") {
    Supervision supervision;
    supervision.run(child({}));  // It has settled.
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGTSTP, SIGALRM}) {
        kill(supervision.pid(), signal);
    }
    CHECK(supervision.run(child({"signals"})).exit_code == 0);
    CHECK(supervision.output() == "as usual\n");
}
