#include "runtime/spawn.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/platform.h"

namespace pf {
namespace {

// Runs in the vfork child, on the parent's memory: system calls only, and it never returns.
[[noreturn]] void become(const SpawnRequest& request, pid_t parent, volatile StartStep* step, volatile int* error) {
    // The parent sleeps until execve, so the group exists before it can be signalled: no race to set it on both sides.
    if (request.own_group) {
        setpgid(0, 0);
    }
    if (request.terminal_fd >= 0) {
        tcsetpgrp(request.terminal_fd, getpid());  // Before it can read: every signal is still blocked.
    }
    platform::die_with_parent();
    if (getppid() != parent) {
        _exit(127);  // The parent ended before its death could be announced.
    }
    if (request.directory != nullptr && chdir(request.directory) != 0) {
        *error = errno;
        *step = StartStep::change_directory;
        _exit(127);
    }
    if (request.stdout_fd >= 0 && dup2(request.stdout_fd, STDOUT_FILENO) < 0) {
        *error = errno;
        _exit(127);
    }
    constexpr int kChannel = 3;
    // 3 is the caller's own control socket, close-on-exec; the copy that takes its place is not.
    if (request.channel_fd >= 0 && dup2(request.channel_fd, kChannel) < 0) {
        *error = errno;
        _exit(127);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execve(request.program, request.argv, request.envp);
    *error = errno;
    _exit(127);
}

}  // namespace

SpawnResult spawn(const SpawnRequest& request) {
    volatile StartStep step = StartStep::execute;
    volatile int error = 0;
    const pid_t parent = getpid();
    const pid_t pid = vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (pid == 0) {
        become(request, parent, &step, &error);
    }
    SpawnResult result;
    result.pid = pid;
    result.failed_step = step;
    result.error_number = pid < 0 ? errno : error;
    if (pid > 0 && result.error_number != 0) {
        waitpid(pid, nullptr, 0);
        result.pid = -1;
    }
    return result;
}

}  // namespace pf
