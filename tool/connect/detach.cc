#include "tool/connect/detach.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/platform.h"
#include "runtime/signals.h"
#include "runtime/spawn.h"
#include "tool/support/file.h"

namespace pf {
namespace {

void reset_signals() {
    for (int number = 1; number < NSIG; ++number) {
        static_cast<void>(std::signal(number, SIG_DFL));
    }
    unblock_all_signals();
}

[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments, int inherited) {
    const std::vector<char*> argv = as_argv(arguments);
    reset_signals();
    platform::use_all_cpus();
    const int keep = fcntl(inherited, F_DUPFD_CLOEXEC, kListenFd + 1);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const bool ready = dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
                       dup2(null, STDERR_FILENO) >= 0 && dup2(keep, kListenFd) >= 0 && chdir("/") == 0;
    platform::close_descriptors_from(kListenFd + 1);
    if (ready) {
        execv(program.c_str(), argv.data());
    }
    _exit(127);
}

}  // namespace

Result<pid_t> start_detached(const std::string& program, const std::vector<std::string>& arguments,
                             Descriptor inherited) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return system_error("start a session", errno);
    }
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    const pid_t first = fork();
    if (first < 0) {
        return system_error("start a session", errno);
    }
    if (first == 0) {
        setsid();
        const pid_t second = fork();
        if (second == 0) {
            become(program, arguments, inherited.get());
        }
        const bool sent =
            write_all(write_end.get(), {reinterpret_cast<const char*>(&second), sizeof second}) == sizeof second;
        _exit(second < 0 || !sent ? errno : 0);
    }
    write_end.reset();
    int status = 0;
    while (waitpid(first, &status, 0) < 0 && errno == EINTR) {
    }
    pid_t started = 0;
    ssize_t size = 0;
    while ((size = read(read_end.get(), &started, sizeof started)) < 0 && errno == EINTR) {
    }
    const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0 && size == static_cast<ssize_t>(sizeof started);
    return good ? Result<pid_t>(started) : Result<pid_t>(system_error("start a session", WEXITSTATUS(status)));
}

}  // namespace pf
