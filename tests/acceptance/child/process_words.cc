#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "tests/acceptance/child/child.h"

namespace pf::child {
namespace {

[[noreturn]] void wait_for_ever() {
    for (;;) {
        ::pause();
    }
}

void without_core() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

void kill_self(int number) {
    without_core();
    static_cast<void>(::signal(number, SIG_DFL));
    sigset_t one;
    ::sigemptyset(&one);
    ::sigaddset(&one, number);
    ::sigprocmask(SIG_UNBLOCK, &one, nullptr);
    ::kill(::getpid(), number);
}

void kill_pid(Args args) {
    std::ifstream file(args[0]);
    int pid = 0;
    if (!(file >> pid) || pid <= 1 || ::kill(pid, to_int(args[1])) != 0) {
        fail(kExpectation, "cannot signal the pid in " + args[0]);
    }
}

sigset_t set_of(int number) {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, number);
    return set;
}

void hold_signal(Args args) {
    const sigset_t set = set_of(to_int(args[0]));
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

void await_signal(Args args) {
    const sigset_t set = set_of(to_int(args[0]));
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    int came = 0;
    while (::sigwait(&set, &came) != 0) {
    }
}

void spawn_tree(Args args) {
    for (int generation = to_int(args[0]); generation > 0; --generation) {
        const pid_t pid = ::fork();
        if (pid != 0) {
            if (generation == to_int(args[0])) {
                return;
            }
            wait_for_ever();
        }
    }
    wait_for_ever();
}

[[noreturn]] void run_and_exit(Args words) {
    run_words(words);
    ::_exit(0);
}

constexpr std::array kWords{
    Word{"exit", 1, [](Args args) { ::_exit(to_int(args[0])); }},
    Word{"segv", 0, [](Args) { kill_self(SIGSEGV); }},
    Word{"abort", 0, [](Args) { kill_self(SIGABRT); }},
    Word{"kill-self", 1, [](Args args) { kill_self(to_int(args[0])); }},
    Word{"kill-parent", 1, [](Args args) { ::kill(::getppid(), to_int(args[0])); }},
    Word{"kill-pid", 2, kill_pid},
    Word{"sleep", 1, [](Args args) { sleep_for(to_seconds(args[0])); }},
    Word{"ignore-term", 0, [](Args) { static_cast<void>(::signal(SIGTERM, SIG_IGN)); }},
    Word{"hold-signal", 1, hold_signal},
    Word{"await-signal", 1, await_signal},
    Word{"stop-self", 0, [](Args) { ::kill(::getpid(), SIGSTOP); }},
    Word{"spawn-tree", 1, spawn_tree},
};

}  // namespace

std::span<const Word> process_words() { return kWords; }

void run_in_background(Args words) {
    const pid_t pid = ::fork();
    if (pid < 0) {
        fail(kExpectation, "cannot fork");
    }
    if (pid == 0) {
        run_and_exit(words);
    }
}

void run_as_daemon(Args words) {
    std::array<int, 2> ready{};
    if (::pipe2(ready.data(), O_CLOEXEC) != 0) {
        fail(kExpectation, "cannot make a pipe");
    }
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        if (::fork() != 0) {
            ::_exit(0);
        }
        const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        for (const int fd : {0, 1, 2}) {
            ::dup2(null, fd);
        }
        ::close(null);
        write_all(ready[1], "r");
        ::close(ready[0]);
        ::close(ready[1]);
        run_and_exit(words);
    }
    ::close(ready[1]);
    char byte = 0;
    if (pid < 0 || ::waitpid(pid, nullptr, 0) != pid || ::read(ready[0], &byte, 1) != 1) {
        fail(kExpectation, "the daemon did not start");
    }
    ::close(ready[0]);
}

}  // namespace pf::child
