#include "runtime/hosted_fixtures.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/session_endpoint.h"
#include "runtime/spawn.h"
#include "runtime/text.h"

namespace pf {
namespace {

constexpr int kFailed = 3;  // The helper's exit code for a fixture that failed.

HostedFixtures failed(const std::string& why) {
    static_cast<void>(std::fprintf(stderr, "parallel-fixtures: %s\n", why.c_str()));
    HostedFixtures fixtures;
    fixtures.exit_code = kFailed;
    return fixtures;
}

int exit_code_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : kFailed;
}

// Starts the helper in a new session, where no Ctrl-C reaches it, because it must tear down.
pid_t start_helper(const ClientTask& task, const std::string& socket) {
    const pid_t pid = fork();
    if (pid == 0) {
        setsid();
        const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        dup2(null, STDIN_FILENO);
        dup2(STDERR_FILENO, STDOUT_FILENO);
        _exit(become_host(task, socket));
    }
    return pid;
}

// Waits for one of the descriptors. Returns true if `first` is ready, and false if only `second` is.
bool first_is_ready(int first, int second) {
    pollfd ready[] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
    while (poll(ready, 2, -1) < 0 && errno == EINTR) {
    }
    return ready[0].revents != 0;
}

// Forks a child that starts the helper. The child ends with the helper's exit code if the helper ends, or with 0 when
// the caller closes the writing end of the pipe `done`.
pid_t start_intermediate(const ClientTask& task, const std::string& socket, Pipe& done) {
    const pid_t intermediate = fork();
    if (intermediate == 0) {
        done.write.reset();
        const pid_t helper = start_helper(task, socket);
        const auto ended = platform::watch_process(platform::identity_of(helper));
        if (helper < 0 || !ended.ok()) {
            _exit(kFailed);
        }
        _exit(first_is_ready(ended->get(), done.read.get()) ? exit_code_of(helper) : 0);
    }
    return intermediate;
}

// Takes over a directory and an environment from a text in which each entry ends with a zero byte. Returns false if the
// directory cannot be entered.
bool enter_environment(const std::string& text) {
    std::vector<std::string> entries = split_at_zeros(text);
    const std::string directory = entries.empty() ? "" : entries.front();
    clearenv();
    change_environment(std::move(entries));
    return chdir(directory.c_str()) == 0;
}

// Removes a socket file on destruction.
class SocketFile {
public:
    explicit SocketFile(std::string path) : path_(std::move(path)) {}
    SocketFile(const SocketFile&) = delete;
    SocketFile& operator=(const SocketFile&) = delete;
    ~SocketFile() { unlink(path_.c_str()); }

private:
    std::string path_;
};

}  // namespace

HostedFixtures start_hosted_fixtures(const ClientTask& task) {
    const auto endpoint = find_endpoint("alone", platform::identity_of(getpid()));
    if (!endpoint.ok()) {
        return failed(endpoint.error().message);
    }
    const auto listener = listen_at(*endpoint);
    const SocketFile file(endpoint->socket);
    if (!listener.ok()) {
        return failed(listener.error().message);
    }
    Result<Pipe> done = make_pipe();
    const pid_t intermediate = done.ok() ? start_intermediate(task, endpoint->socket, *done) : -1;
    if (intermediate < 0) {
        return failed(system_error("cannot start the helper", errno).message);
    }
    const auto ended = platform::watch_process(platform::identity_of(intermediate));
    HostedFixtures fixtures;
    if (!ended.ok() || !first_is_ready(listener->get(), ended->get())) {
        fixtures.exit_code = exit_code_of(intermediate);  // 0: a set-up was skipped, hence the test is as well.
        if (fixtures.exit_code == 0) {
            static_cast<void>(std::printf("%s: its fixtures were skipped\n", skip_mark(task.token).c_str()));
            static_cast<void>(std::fflush(stdout));
        }
        return fixtures;
    }
    const Descriptor socket(accept4(listener->get(), nullptr, nullptr, SOCK_CLOEXEC));
    done->write.reset();
    static_cast<void>(exit_code_of(intermediate));
    if (!enter_environment(read_all(socket.get()))) {
        return failed(system_error("cannot enter the directory of the test", errno).message);
    }
    fixtures.socket = fcntl(socket.get(), F_DUPFD, STDERR_FILENO + 1);  // Without close-on-exec.
    return fixtures;
}

int become_command(const ClientTask& task) {
    const HostedFixtures fixtures = start_hosted_fixtures(task);
    if (fixtures.socket < 0) {
        return fixtures.exit_code;
    }
    const char* value = std::getenv(kCommandVariable);
    std::string text = value != nullptr ? value : "";
    std::replace(text.begin(), text.end(), kCommandSeparator, '\0');
    std::vector<std::string> words = split_at_zeros(text);
    unsetenv(kCommandVariable);
    words.insert(words.end(), task.arguments.begin(), task.arguments.end());
    execv(words.empty() ? "" : words.front().c_str(), as_argv(words).data());
    return end_without_result("cannot start the command of the task: " + std::string(std::strerror(errno)));
}

}  // namespace pf
