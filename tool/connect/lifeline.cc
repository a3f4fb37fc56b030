#include "tool/connect/lifeline.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "runtime/end_by_signal.h"
#include "runtime/signals.h"

namespace pf {
namespace {

constexpr std::initializer_list<int> kForwarded{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

volatile pid_t g_child = 0;

// Sends the signal to the child. The child has no terminal, so it must be stopped and continued together with the
// parent.
void forward_signal(int number) {
    const int before = errno;
    static_cast<void>(kill(g_child, number));
    if (number == SIGTSTP) {
        static_cast<void>(raise(SIGSTOP));
        static_cast<void>(kill(g_child, SIGCONT));
    }
    errno = before;
}

[[noreturn]] void end_as_child(const BlockedSignals& blocked) {
    for (const int number : kForwarded) {
        struct sigaction act {};
        act.sa_handler = forward_signal;
        static_cast<void>(sigaction(number, &act, nullptr));
    }
    blocked.restore();
    int status = 0;
    while (waitpid(g_child, &status, 0) < 0 && errno == EINTR) {
    }
    _exit(WIFSIGNALED(status) ? end_by_signal(WTERMSIG(status)) : WEXITSTATUS(status));
}

}  // namespace

Result<Descriptor> continue_in_child() {
    Result<Pipe> lifeline = make_pipe();
    if (!lifeline.ok()) {
        return lifeline.error();
    }
    const BlockedSignals blocked(kForwarded);
    g_child = fork();
    if (g_child < 0) {
        return system_error("make a process for the run", errno);
    }
    if (g_child > 0) {
        lifeline->read.reset();
        end_as_child(blocked);
    }
    setsid();
    return std::move(lifeline->read);
}

}  // namespace pf
