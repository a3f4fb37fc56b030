#include "tool/channel/lifeline.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "runtime/end_by_signal.h"

namespace pf {
namespace {

constexpr int kHandedOn[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

volatile pid_t g_child = 0;

// The child has no terminal, so a stop of this process has to be made a stop of the child as well.
void hand_on(int number) {
    const int before = errno;
    static_cast<void>(kill(g_child, number));
    if (number == SIGTSTP) {
        static_cast<void>(raise(SIGSTOP));
        static_cast<void>(kill(g_child, SIGCONT));
    }
    errno = before;
}

[[noreturn]] void end_as_child(const sigset_t& mask) {
    for (const int number : kHandedOn) {
        struct sigaction act {};
        act.sa_handler = hand_on;
        static_cast<void>(sigaction(number, &act, nullptr));
    }
    sigprocmask(SIG_SETMASK, &mask, nullptr);
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
    sigset_t handed_on;
    sigset_t mask;
    sigemptyset(&handed_on);
    for (const int number : kHandedOn) {
        sigaddset(&handed_on, number);
    }
    sigprocmask(SIG_BLOCK, &handed_on, &mask);
    g_child = fork();
    if (g_child < 0) {
        const int error_number = errno;
        sigprocmask(SIG_SETMASK, &mask, nullptr);
        return system_error("make a process for the run", error_number);
    }
    if (g_child > 0) {
        lifeline->read.reset();
        end_as_child(mask);
    }
    setsid();
    sigprocmask(SIG_SETMASK, &mask, nullptr);
    return std::move(lifeline->read);
}

}  // namespace pf
