#include "runtime/end_by_signal.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/catch.h"

namespace {

template <typename Body>
int status_of(const Body& body) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(body());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

}  // namespace

TEST_CASE("a process ends by the signal of another, without a core, blocked and ignored or not") {
    for (const int number : {SIGSEGV, SIGTERM, SIGKILL, SIGUSR1}) {
        const int status = status_of([&] {
            sigset_t all;
            sigfillset(&all);
            sigprocmask(SIG_SETMASK, &all, nullptr);
            static_cast<void>(std::signal(number, SIG_IGN));
            return pf::end_by_signal(number);
        });
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == number);
        CHECK_FALSE(WCOREDUMP(status));
    }
}

TEST_CASE("a signal that does not end a process is told by its exit code") {
    const int status = status_of([] { return pf::end_by_signal(SIGWINCH); });
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 128 + SIGWINCH);
}
