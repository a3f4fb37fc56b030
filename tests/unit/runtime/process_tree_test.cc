#include "runtime/process_tree.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "runtime/platform.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::alive;
using pf::test::Folder;
using pf::test::in_child;
using pf::test::pid_in;
using pf::test::wait_until;

namespace {

// Starts pf_runtime_child as our own child.
pid_t start(const std::vector<std::string>& words) {
    const RunCommand command = pf::test::child(words);
    std::vector<char*> argv;
    for (const std::string& argument : command.arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    const pid_t pid = fork();
    if (pid == 0) {
        execv(PF_RUNTIME_CHILD, argv.data());
        _exit(127);
    }
    return pid;
}

// Forks a process that keeps `traced` from being reaped for half a second after its end. Returns -1 if the system does
// not let it.
pid_t keep_from_being_reaped(pid_t traced) {
    int ready[2];
    if (pipe(ready) != 0) {
        return -1;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        constexpr int kHalfASecond = 500;
        siginfo_t info{};
        if (ptrace(PTRACE_SEIZE, traced, nullptr, nullptr) == 0 && write(ready[1], "x", 1) == 1) {
            waitid(P_PID, static_cast<id_t>(traced), &info, WEXITED | WNOWAIT | __WALL);
            poll(nullptr, 0, kHalfASecond);
        }
        _exit(0);
    }
    close(ready[1]);
    char byte = 0;
    const bool traces = ::read(ready[0], &byte, 1) == 1;
    close(ready[0]);
    return traces ? pid : -1;
}

}  // namespace

// Each body runs in a process of its own, whose only descendants are the test's; exit code 0 is success.

TEST_CASE("everything below is found, parents before children") {
    const Folder folder;
    CHECK(in_child([&] {
              platform::become_subreaper();
              const pid_t top = start({"spawn", "say-pid", folder / "inner", "pause", "end", "daemon", "say-pid",
                                       folder / "daemon", "pause", "end", "pause"});
              const pid_t inner = pid_in(folder / "inner");
              const pid_t daemon = pid_in(folder / "daemon");
              std::vector<Descendant> found;
              wait_until([&] { return (found = descendants_of(getpid())).size() == 3; });
              const auto at = [&](pid_t pid) {
                  return std::find_if(found.begin(), found.end(), [=](const Descendant& d) { return d.pid == pid; });
              };
              const bool all = at(top) != found.end() && at(inner) != found.end() && at(daemon) != found.end();
              const bool right = all && at(top)->parent == getpid() && at(inner)->parent == top &&
                                 at(daemon)->parent == getpid() && at(top) < at(inner);
              return right && sweep(10000) && descendants_of(getpid()).empty() ? 0 : 1;
          }) == 0);
}

TEST_CASE("what has ended is not found") {
    CHECK(in_child([&] {
              const pid_t pid = start({"exit", "3"});
              siginfo_t info{};
              waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
              return descendants_of(getpid()).empty() && platform::has_ended(pid) ? 0 : 1;
          }) == 0);
}

TEST_CASE("waiting for nothing to be left ends when nothing is, or at the limit") {
    const Folder folder;
    CHECK(in_child([&] {
              platform::become_subreaper();
              if (!wait_until_none(0)) {
                  return 2;
              }
              start({"wait-file", folder / "go"});
              if (wait_until_none(20)) {
                  return 3;
              }
              start({"touch", folder / "go"});
              return wait_until_none(20000) ? 0 : 4;
          }) == 0);
}

TEST_CASE("a sweep ends what multiplies while it is swept") {
    CHECK(in_child([&] {
              platform::become_subreaper();
              std::vector<std::string> words;
              for (int i = 0; i < 100; ++i) {
                  words.insert(words.end(), {"daemon", "pause", "end"});
              }
              start(words);
              wait_until([] { return descendants_of(getpid()).size() > 3; });
              return sweep(10000) && descendants_of(getpid()).empty() ? 0 : 1;
          }) == 0);
}

TEST_CASE("a process is named with its number") {
    const Descendant self{getpid(), getppid()};
    const std::vector<std::string> names = names_of({self});
    REQUIRE(names.size() == 1);
    CHECK(names[0] == platform::process_name(getpid()) + " (pid " + std::to_string(getpid()) + ")");
}

TEST_CASE("a stray process that ends late after its kill is reaped too") {
    constexpr int kNotAllowed = 77;
    const int result = in_child([] {
        const pid_t stray = fork();
        if (stray == 0) {
            prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
            while (true) {
                pause();
            }
        }
        pid_t tracer = -1;
        wait_until([&] { return (tracer = keep_from_being_reaped(stray)) > 0; }, 1);
        const std::vector<std::string> killed = kill_strays({tracer});
        const bool reaped = waitpid(stray, nullptr, WNOHANG) == -1 && errno == ECHILD;
        return tracer < 0 ? kNotAllowed : killed.size() == 1 && reaped ? 0 : 1;
    });
    if (result == kNotAllowed) {
        WARN("not tested: a process must not trace another one here");
        return;
    }
    CHECK(result == 0);
}
