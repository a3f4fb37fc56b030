#include "tests/unit/runtime/supervision.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"

namespace pf::test {
namespace {

std::string read_all(int fd) {
    std::string text;
    char buffer[65536];
    for (ssize_t got = read(fd, buffer, sizeof buffer); got > 0; got = read(fd, buffer, sizeof buffer)) {
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

bool wait_until(const std::function<bool()>& condition, double seconds) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > limit) {
            return false;
        }
        poll(nullptr, 0, 1);
    }
    return true;
}

bool alive(pid_t pid) { return !platform::has_ended(pid); }

pid_t pid_in(const std::string& path) {
    REQUIRE(wait_until([&] { return access(path.c_str(), F_OK) == 0; }));
    pid_t pid = 0;
    std::ifstream(path) >> pid;
    REQUIRE(pid > 1);
    return pid;
}

RunCommand child(std::vector<std::string> words) {
    RunCommand command;
    command.program = PF_RUNTIME_CHILD;
    command.arguments = {"pf_runtime_child"};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    command.directory = "/";
    return command;
}

Supervision::Supervision(SupervisorSetup setup, const std::function<void()>& before) {
    REQUIRE(platform::become_subreaper());
    auto sockets = make_socket_pair();
    auto out = make_pipe();
    auto data = make_pipe();
    REQUIRE((sockets.ok() && out.ok() && data.ok()));
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        sockets->first.reset();  // With setup.work it keeps what it has, and would not see us go.
        if (before) {
            before();
        }
        setup.control = sockets->second.get();
        setup.output = out->write.get();
        setup.data = data->write.get();
        supervise(std::move(setup));
    }
    control_ = std::move(sockets->first);
    output_ = std::move(out->read);
    data_ = std::move(data->read);
    REQUIRE(set_nonblocking(output_.get()).ok());
    REQUIRE(set_nonblocking(data_.get()).ok());
}

Supervision::~Supervision() {
    control_.reset();
    const bool left = gone() >= 0;
    const std::vector<std::string> escaped = names_of(descendants_of(getpid()));
    sweep(10000);
    CHECK(left);
    CHECK(escaped == std::vector<std::string>{});
}

void Supervision::send(const ToSupervisor& message) { send_bytes(encode(message)); }

void Supervision::send_bytes(const std::string& bytes) {
    REQUIRE(::send(control_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
}

FromSupervisor Supervision::next() {
    std::optional<FromSupervisor> message;
    const bool came = wait_until([&] {
        collected_ += read_all(output_.get());
        char buffer[4096];
        const ssize_t got = recv(control_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
        reader_.append(buffer, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        auto next = reader_.next();
        message = next.ok() ? *next : std::nullopt;
        return message.has_value() || got == 0;
    });
    REQUIRE(came);
    REQUIRE(message.has_value());
    return *message;
}

Ended Supervision::ended() {
    FromSupervisor message = next();
    while (std::holds_alternative<Started>(message)) {
        message = next();
    }
    INFO("message number " << message.index());
    REQUIRE(std::holds_alternative<Ended>(message));
    return std::get<Ended>(message);
}

Ended Supervision::run(const RunCommand& command) {
    send(command);
    return ended();
}

std::string Supervision::output() {
    collected_ += read_all(output_.get());
    return std::exchange(collected_, {});
}

std::string Supervision::data() { return read_all(data_.get()); }

int Supervision::gone() {
    if (pid_ < 0) {
        return 0;
    }
    int status = 0;
    if (!wait_until([&] { return waitpid(pid_, &status, WNOHANG) == pid_; })) {
        return -1;
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace pf::test
