#include "tool/connect/hold_fixtures.h"

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
#include "runtime/hosted_fixtures.h"
#include "runtime/linked_fixture.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/run_alone.h"
#include "runtime/session_endpoint.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

constexpr int kNotRun = 3;  // The exit code if the test did not run.

// Returns the working directory and the environment, each entry with a null byte, as hosted_fixtures.cc reads them.
std::string directory_and_environment(const std::vector<std::string>& command) {
    std::string entries = real_path(".");
    entries.push_back('\0');
    if (!command.empty()) {
        entries += std::string(kCommandVariable) + "=";
        for (const std::string& word : command) {
            entries += word + kCommandSeparator;
        }
        entries.push_back('\0');
    }
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        entries.append(*entry).push_back('\0');
    }
    return entries;
}

// What the program reported about its end.
struct Report {
    std::optional<TestEnded> test;
    std::optional<int> exit_code;
};

Report receive_report(int socket) {
    Report received;
    FrameReader<FromProgram> reader;
    char buffer[4096];
    ssize_t got = 0;
    while ((got = recv(socket, buffer, sizeof buffer, 0)) > 0 || (got < 0 && errno == EINTR)) {
        reader.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    for (auto message = reader.next(); message.ok() && message->has_value(); message = reader.next()) {
        if (auto* report = std::get_if<TestEnded>(&**message)) {
            received.test = std::move(*report);
        } else if (const auto* ends = std::get_if<ProcessEnds>(&**message)) {
            received.exit_code = ends->exit_code;
        }
    }
    return received;
}

std::optional<int> wait_for_end(const platform::ProcessIdentity& program, int handle) {
    pollfd ended{handle, POLLIN, 0};
    while (poll(&ended, 1, -1) < 0 && errno == EINTR) {
    }
    return platform::end_status(program, handle);
}

// Writes the report to the file where the session reads it.
void forward(const TestEnded& report) {
    const Descriptor file(open(alone_request().file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file) {
        send_to_session(file.get(), report);
    }
}

}  // namespace

int hold_fixtures(const std::string& path, const std::vector<std::string>& command) {
    const Result<Connection> connection = connect_to({path, ""});
    unlink(path.c_str());  // If the program is killed, it cannot remove its socket.
    if (!connection.ok() || connection->presence != Presence::connected) {
        return kNotRun;
    }
    const platform::ProcessIdentity program = platform::identity_of(platform::peer_process(connection->socket.get()));
    const auto handle = platform::watch_process(program);
    if (!handle.ok() || !send_all(connection->socket.get(), directory_and_environment(command)) ||
        shutdown(connection->socket.get(), SHUT_WR) != 0) {
        return end_by_signal(SIGKILL);  // The program has ended; at this point only a signal can have ended it.
    }
    const Report received = receive_report(connection->socket.get());
    const std::optional<int> status = wait_for_end(program, handle->get());
    if (status && WIFSIGNALED(*status)) {
        return end_by_signal(WTERMSIG(*status));
    }
    if (received.test) {
        forward(*received.test);
    }
    const int known = status ? WEXITSTATUS(*status) : 0;
    return known != 0 ? known : received.exit_code.value_or(status ? 0 : kNotRun);
}

}  // namespace pf
