#include "runtime/fixtures_below.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/session_endpoint.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

constexpr int kFailed = 3;  // As the helper says of a fixture that failed.

FixturesBelow nothing(const std::string& why) {
    static_cast<void>(std::fprintf(stderr, "parallel-fixtures: %s\n", why.c_str()));
    FixturesBelow below;
    below.exit_code = kFailed;
    return below;
}

// In a session of its own, where no Ctrl-C of ours reaches it: it is to tear down.
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

int exit_code_of(pid_t helper) {
    int status = 0;
    while (waitpid(helper, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : kFailed;
}

// The connection of the helper's command; none when the helper ended instead.
Descriptor accept_unless_ended(int listener, pid_t helper) {
    const auto ended = platform::watch_process(platform::identity_of(helper));
    pollfd ready[] = {{listener, POLLIN, 0}, {ended.ok() ? ended->get() : -1, POLLIN, 0}};
    while (poll(ready, 2, -1) < 0 && errno == EINTR) {
    }
    return Descriptor(ready[0].revents != 0 ? accept4(listener, nullptr, nullptr, SOCK_CLOEXEC) : -1);
}

std::string read_all(int socket) {
    std::string text;
    char buffer[4096];
    while (true) {
        const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
        if (got > 0) {
            text.append(buffer, static_cast<std::size_t>(got));
        } else if (got == 0 || errno != EINTR) {
            return text;
        }
    }
}

// Each ended by a zero byte.
void take_environment(const std::string& entries) {
    clearenv();
    for (std::size_t at = 0; at < entries.size();) {
        const std::size_t end = entries.find('\0', at);
        const std::string entry = entries.substr(at, end - at);
        const std::size_t equals = entry.find('=');
        if (equals != std::string::npos && equals > 0) {
            setenv(entry.substr(0, equals).c_str(), entry.c_str() + equals + 1, 1);
        }
        at = end == std::string::npos ? entries.size() : end + 1;
    }
}

// A name in the file system that is removed with it.
class BoundName {
public:
    explicit BoundName(std::string path) : path_(std::move(path)) {}
    BoundName(const BoundName&) = delete;
    BoundName& operator=(const BoundName&) = delete;
    ~BoundName() { unlink(path_.c_str()); }

private:
    std::string path_;
};

Result<Descriptor> listen_in(const Endpoint& endpoint) {
    auto listener = make_local_socket();
    if (!listener.ok()) {
        return listener;
    }
    const sockaddr_un address = address_of(endpoint);
    if (bind(listener->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener->get(), 1) != 0) {
        return system_error("listen at " + endpoint.socket, errno);
    }
    return listener;
}

}  // namespace

FixturesBelow set_up_below(const ClientTask& task) {
    const auto endpoint = find_endpoint("alone", platform::identity_of(getpid()));
    if (!endpoint.ok()) {
        return nothing(endpoint.error().message);
    }
    const auto listener = listen_in(*endpoint);
    const BoundName bound(endpoint->socket);
    if (!listener.ok()) {
        return nothing(listener.error().message);
    }
    FixturesBelow below;
    below.helper = start_helper(task, endpoint->socket);
    if (below.helper < 0) {
        return nothing(system_error("start the helper", errno).message);
    }
    Descriptor socket = accept_unless_ended(listener->get(), below.helper);
    if (!socket) {
        below.exit_code = exit_code_of(below.helper);  // 0: a set-up was skipped, and so is the test.
        if (below.exit_code == 0) {
            static_cast<void>(std::printf("%s: its fixtures were\n", skip_mark(task.token).c_str()));
            static_cast<void>(std::fflush(stdout));
        }
        return below;
    }
    take_environment(read_all(socket.get()));
    below.socket = fcntl(socket.get(), F_DUPFD, STDERR_FILENO + 1);  // Not close-on-exec.
    return below;
}

bool tear_down_below(const FixturesBelow& below) {
    close(below.socket);
    return exit_code_of(below.helper) == 0;
}

int attend(const std::string& path) {
    const Result<Connection> there = connect_to({path, ""});
    unlink(path.c_str());  // Nobody else comes, and where the program has been killed nobody else removes it.
    if (!there.ok() || there->presence != Presence::connected) {
        return kFailed;
    }
    std::string entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        entries.append(*entry).push_back('\0');
    }
    for (std::size_t sent = 0; sent < entries.size();) {
        const ssize_t now = send(there->socket.get(), entries.data() + sent, entries.size() - sent, MSG_NOSIGNAL);
        if (now < 0 && errno != EINTR) {
            return 0;  // It has gone already.
        }
        sent += now > 0 ? static_cast<std::size_t>(now) : 0;
    }
    shutdown(there->socket.get(), SHUT_WR);
    static_cast<void>(read_all(there->socket.get()));
    return 0;
}

}  // namespace pf
