#include "runtime/spawn.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/platform.h"
#include "runtime/signals.h"

namespace pf {
namespace {

// Runs in the vfork child, in the parent's memory. Only makes system calls, and never returns.
[[noreturn]] void become(const SpawnRequest& request, pid_t parent, volatile StartStep* step, volatile int* error) {
    // The parent sleeps until execve(), so the group exists before the parent can signal it. See spawn() for a fork.
    if (request.own_group) {
        setpgid(0, 0);
    }
    if (request.terminal_fd >= 0) {
        tcsetpgrp(request.terminal_fd, getpid());  // The command cannot read yet; every signal is still blocked.
    }
    platform::die_with_parent();
    if (getppid() != parent) {
        _exit(127);  // The parent ended before PR_SET_PDEATHSIG took effect.
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
    // Descriptor 3 is the caller's control socket, which is close-on-exec; the copy that replaces it is not.
    if (request.channel_fd >= 0 && dup2(request.channel_fd, kChannel) < 0) {
        *error = errno;
        _exit(127);
    }
    unblock_all_signals();
    execve(request.program, request.argv, request.envp);
    *error = errno;
    _exit(127);
}

}  // namespace

std::vector<char*> as_argv(const std::vector<std::string>& words) {
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (const std::string& word : words) {
        argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    return argv;
}

SpawnResult spawn(const SpawnRequest& request) {
    volatile StartStep step = StartStep::execute;
    volatile int error = 0;
    const pid_t parent = getpid();
    const pid_t pid = vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (pid == 0) {
        become(request, parent, &step, &error);
    }
    if (pid > 0 && request.own_group) {
        // ThreadSanitizer makes a fork of vfork(), so the child may not have run yet. Otherwise this call fails.
        static_cast<void>(setpgid(pid, pid));
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
