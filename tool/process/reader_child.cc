#include "tool/process/reader_child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <vector>

#include "runtime/platform.h"
#include "runtime/spawn.h"

namespace pf {
namespace {

// A command inherits ignored signals, and a reader in a shell pipeline relies on SIGPIPE.
class DefaultSigpipe {
public:
    DefaultSigpipe() : before_(std::signal(SIGPIPE, SIG_DFL)) {}
    DefaultSigpipe(const DefaultSigpipe&) = delete;
    DefaultSigpipe& operator=(const DefaultSigpipe&) = delete;
    ~DefaultSigpipe() { static_cast<void>(std::signal(SIGPIPE, before_)); }

private:
    void (*before_)(int);
};

std::string problem_of_end(int status) {
    if (WIFSIGNALED(status)) {
        return "it was killed by signal " + std::to_string(WTERMSIG(status));
    }
    return WEXITSTATUS(status) == 0 ? "" : "it ended with exit code " + std::to_string(WEXITSTATUS(status));
}

// Waits until the child has ended, for at most `limit` seconds.
bool wait_for_end(pid_t pid, double limit) {
    const auto handle = platform::watch_process(platform::identity_of(pid));
    if (!handle.ok()) {
        return true;  // It has ended, or the caller waits for it without a limit after killing it.
    }
    using Clock = std::chrono::steady_clock;
    const Clock::time_point until =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limit));
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd ended{handle->get(), POLLIN, 0};
        const int ready = poll(&ended, 1, left < 0 ? 0 : static_cast<int>(left));
        if (ready > 0 || (ready == 0 && left <= 0)) {
            return ready > 0;
        }
    }
}

}  // namespace

Result<std::unique_ptr<ReaderChild>> ReaderChild::start(const std::string& command) {
    auto pipe = make_pipe();
    if (!pipe.ok()) {
        return pipe.error();
    }
    // Descriptor 3, on which spawn() puts the pipe, becomes stdin.
    const std::vector<std::string> words{"/bin/sh", "-c", "exec <&3 3<&-; eval \"$1\"", "sh", command};
    const std::vector<char*> argv = as_argv(words);
    SpawnRequest request;
    request.program = argv.front();
    request.argv = argv.data();
    request.envp = environ;
    // If it were descriptor 3 already, spawn() would leave it close-on-exec.
    const Descriptor read_end(fcntl(pipe->read.get(), F_DUPFD_CLOEXEC, 4));
    request.channel_fd = read_end.get();
    request.own_group = true;
    const DefaultSigpipe guard;
    std::unique_ptr<ReaderChild> child(new ReaderChild(std::move(pipe->write)));
    const SpawnResult result = spawn(request);
    if (result.pid < 0) {
        return system_error("cannot start /bin/sh", result.error_number);
    }
    child->pid_ = result.pid;
    return child;
}

ReaderChild::~ReaderChild() {
    if (pid_ > 0) {
        kill(-pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
}

bool ReaderChild::ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

void ReaderChild::terminate() const { kill(-pid_, SIGTERM); }

std::string ReaderChild::finish(double limit) {
    pipe_.reset();
    const bool ended = wait_for_end(pid_, limit);
    if (!ended) {
        kill(-pid_, SIGKILL);
    }
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return ended ? problem_of_end(status) : "it had not ended when all was written, and was killed";
}

}  // namespace pf
