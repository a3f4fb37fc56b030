#include "tool/channel/hold_fixtures.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/directory.h"
#include "runtime/end_by_signal.h"
#include "runtime/linked_fixture.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/run_alone.h"
#include "runtime/session_endpoint.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

constexpr int kNobody = 3;  // An exit code: the test did not run.

// As the program reads it (hosted_fixtures.cc).
std::string own_place() {
    std::string entries = real_path(".");
    entries.push_back('\0');
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        entries.append(*entry).push_back('\0');
    }
    return entries;
}

// What the program itself says of its end.
struct Said {
    std::optional<TestEnded> report;
    std::optional<int> exit_code;
};

Said hear(int socket) {
    Said said;
    FrameReader<FromProgram> reader;
    char buffer[4096];
    ssize_t got = 0;
    while ((got = recv(socket, buffer, sizeof buffer, 0)) > 0 || (got < 0 && errno == EINTR)) {
        reader.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    for (auto message = reader.next(); message.ok() && message->has_value(); message = reader.next()) {
        if (auto* report = std::get_if<TestEnded>(&**message)) {
            said.report = std::move(*report);
        } else if (const auto* ends = std::get_if<ProcessEnds>(&**message)) {
            said.exit_code = ends->exit_code;
        }
    }
    return said;
}

std::optional<int> wait_for_end(const platform::ProcessIdentity& program, int handle) {
    pollfd ended{handle, POLLIN, 0};
    while (poll(&ended, 1, -1) < 0 && errno == EINTR) {
    }
    return platform::end_status(program, handle);
}

// Where the session looks for it.
void hand_on(const TestEnded& report) {
    const Descriptor file(open(alone_request().file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file) {
        send_to_session(file.get(), report);
    }
}

}  // namespace

int hold_fixtures(const std::string& path) {
    const Result<Connection> there = connect_to({path, ""});
    unlink(path.c_str());  // Nobody else comes, and where the program has been killed nobody else removes it.
    if (!there.ok() || there->presence != Presence::connected) {
        return kNobody;
    }
    const platform::ProcessIdentity program = platform::identity_of(platform::peer_process(there->socket.get()));
    const auto handle = platform::watch_process(program);
    if (!handle.ok() || !send_all(there->socket.get(), own_place()) || shutdown(there->socket.get(), SHUT_WR) != 0) {
        return end_by_signal(SIGKILL);  // It has gone, and nobody but a signal ends it there.
    }
    const Said said = hear(there->socket.get());
    const std::optional<int> status = wait_for_end(program, handle->get());
    if (status && WIFSIGNALED(*status)) {
        return end_by_signal(WTERMSIG(*status));
    }
    if (said.report) {
        hand_on(*said.report);
    }
    const int known = status ? WEXITSTATUS(*status) : 0;
    return known != 0 ? known : said.exit_code.value_or(status ? 0 : kNobody);
}

}  // namespace pf
