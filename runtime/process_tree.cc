#include "runtime/process_tree.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "runtime/platform.h"

namespace pf {
namespace {

// Reaps children that have ended. Returns true if there are no children left.
bool reap_ended() {
    while (true) {
        siginfo_t info{};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) != 0) {
            return errno == ECHILD;
        }
        if (info.si_pid == 0) {
            return false;
        }
    }
}

std::string name_of(pid_t pid) { return platform::process_name(pid) + " (pid " + std::to_string(pid) + ")"; }

}  // namespace

std::vector<Descendant> descendants_of(pid_t root) {
    std::vector<Descendant> found;
    std::vector<pid_t> parents{root};
    for (std::size_t next = 0; next < parents.size(); ++next) {
        for (const pid_t child : platform::children_of(parents[next])) {
            parents.push_back(child);  // A zombie may still have threads with children.
            if (!platform::has_ended(child)) {
                found.push_back({child, parents[next]});
            }
        }
    }
    return found;
}

void signal_descendants(int signal, pid_t group) {
    const pid_t self = getpid();
    // List all descendants first: a process that loses its parent in between would be missed.
    const std::vector<Descendant> processes = descendants_of(self);
    if (group != 0) {
        kill(-group, signal);
    }
    for (const Descendant& process : processes) {
        if (group != 0 && getpgid(process.pid) == group) {
            continue;
        }
        if (process.parent == self) {
            kill(process.pid, signal);
        } else {
            platform::signal_process(process.pid, process.parent, signal);
        }
    }
}

std::vector<std::string> names_of(const std::vector<Descendant>& processes) {
    std::vector<std::string> names;
    names.reserve(processes.size());
    for (const Descendant& process : processes) {
        names.push_back(name_of(process.pid));
    }
    return names;
}

bool wait_until_none(int limit_ms) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms);
    while (!reap_ended()) {
        if (std::chrono::steady_clock::now() > limit) {
            return false;
        }
        poll(nullptr, 0, 1);
    }
    return true;
}

std::vector<std::string> kill_strays(const std::vector<pid_t>& known) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(kSweepLimitMs);
    std::vector<std::string> names;
    std::vector<pid_t> named;
    bool left = true;
    while (left && std::chrono::steady_clock::now() < limit) {
        left = false;
        for (const pid_t child : platform::children_of(getpid())) {
            if (std::find(known.begin(), known.end(), child) != known.end()) {
                continue;
            }
            if (!platform::has_ended(child) && std::find(named.begin(), named.end(), child) == named.end()) {
                names.push_back(name_of(child));
                named.push_back(child);
            }
            kill(child, SIGKILL);
            waitpid(child, nullptr, WNOHANG);
            left = true;  // The process may take a moment to end, and its children then become ours.
        }
        if (left) {
            poll(nullptr, 0, 1);
        }
    }
    return names;
}

bool sweep(int limit_ms) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms);
    while (!reap_ended()) {
        signal_descendants(SIGKILL, 0);
        // Killed processes need a moment to end, and processes that were being forked appear in the next round.
        poll(nullptr, 0, 1);
        if (std::chrono::steady_clock::now() > limit) {
            return reap_ended();
        }
    }
    return true;
}

}  // namespace pf
