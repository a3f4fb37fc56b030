#include "tool/process/stop_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/descriptor.h"
#include "runtime/platform.h"
#include "runtime/signals.h"

namespace pf {
namespace {

// Sends the signals that are read from stdin to `target`. Returns at the end of stdin.
void pass_on(pid_t target) {
    constexpr int kTen = 10;
    int number = 0;
    char byte = 0;
    while (true) {
        const ssize_t size = read(STDIN_FILENO, &byte, 1);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size <= 0) {
            return;
        }
        if (byte >= '0' && byte <= '9') {
            number = (number * kTen + (byte - '0')) % NSIG;
        } else if (number != 0) {
            kill(target, number);
            number = 0;
        }
    }
}

}  // namespace

Status obey_stdin() {
    const pid_t target = getpid();
    const pid_t child = fork();
    if (child < 0) {
        return system_error("cannot start a process that reads stdin", errno);
    }
    if (child == 0) {
        block_all_signals();  // Slurm sends its signals to all processes of a step.
        platform::die_with_parent();
        if (getppid() == target) {
            platform::close_descriptors_from(STDERR_FILENO + 1);
            pass_on(target);
            kill(target, SIGHUP);
            pause();  // Until the parent ends: a child that ends would be one more SIGCHLD for it.
        }
        _exit(0);
    }
    const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!nothing || dup2(nothing.get(), STDIN_FILENO) < 0) {
        return system_error("cannot open /dev/null as stdin", errno);
    }
    return ok_status();
}

}  // namespace pf
