#include "tool/session/readiness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "runtime/text.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr double kNotPlanned = std::numeric_limits<double>::infinity();
// A listener that is no descendant of the service may belong to its container, or to a stranger whose port makes the
// service fail in a moment. It must accept for so many seconds while the service is running.
constexpr double kForeignListenerSeconds = 0.5;
constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
constexpr std::size_t kLongestTold = 200;  // Of a line in a reason.

Descriptor bound_socket(int port, bool& bound, sockaddr_in& address) {
    Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    bound = bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    return fd;
}

template <typename Address>
bool connects(int family, const Address& address) {
    const Descriptor fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd || connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        return static_cast<bool>(fd);
    }
    // On a busy machine the answer may take a moment even on the loopback interface.
    constexpr int kAnswerMs = 50;
    pollfd answer{fd.get(), POLLOUT, 0};
    int error = 0;
    socklen_t length = sizeof error;
    return errno == EINPROGRESS && poll(&answer, 1, kAnswerMs) > 0 &&
           getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
}

}  // namespace

int free_port() {
    bool bound = false;
    sockaddr_in address{};
    const Descriptor fd = bound_socket(0, bound, address);
    socklen_t length = sizeof address;
    return bound && getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length) == 0 ? ntohs(address.sin_port)
                                                                                               : 0;
}

bool port_taken(int port) {
    bool bound = false;
    sockaddr_in address{};
    const Descriptor fd = bound_socket(port, bound, address);
    return !bound || listen(fd.get(), 1) != 0;
}

bool port_accepts(int port) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    v4.sin_port = htons(static_cast<std::uint16_t>(port));
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    v6.sin6_port = v4.sin_port;
    return connects(AF_INET, v4) || connects(AF_INET6, v6);
}

Readiness::Readiness(SessionContext& context, const PlannedFixture& fixture, int port, pid_t supervisor,
                     std::function<void()> changed)
    : context_(context),
      fixture_(fixture),
      port_(port),
      supervisor_(supervisor),
      changed_(std::move(changed)),
      notified_(!fixture.ready_notify),
      log_seen_(fixture.ready_log.empty()),
      accepts_(port == 0),
      probe_succeeded_(fixture.ready_command.empty()) {}

Readiness::~Readiness() {
    if (notify_.socket) {
        context_.loop.unwatch(notify_.socket.get());
    }
}

Status Readiness::prepare(VariableList& variables) {
    if (fixture_.ready_notify) {
        auto socket = platform::open_notify_socket();
        if (!socket.ok()) {
            return socket.error();
        }
        notify_ = std::move(*socket);
        variables.set("NOTIFY_SOCKET", notify_.address);
        context_.loop.watch(notify_.socket.get(), POLLIN, [this](short) { look_at_notifications(); });
    }
    if (!probe_succeeded_) {
        auto prober = context_.supervisors.start(*this, Supervised::Data::none);
        if (!prober.ok()) {
            return prober.error();
        }
        prober_ = std::move(*prober);
    }
    return ok_status();
}

void Readiness::running() {
    running_ = true;
    next_port_look_ = next_probe_ = context_.clock.now();
    update();
}

void Readiness::update() {
    const bool was = ready_;
    ready_ = running_ && notified_ && log_seen_ && accepts_ && probe_succeeded_;
    if (ready_ != was || !error_.empty()) {
        changed_();
    }
}

void Readiness::output(std::string_view bytes) {
    while (!log_seen_ && !bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        line_.append(bytes.substr(0, std::min(end, kLongestLine - line_.size())));
        if (end == std::string_view::npos) {
            return;
        }
        if (!line_.empty() && line_.back() == '\r') {
            line_.pop_back();
        }
        look_at_line(line_);
        last_line_ = std::exchange(line_, {});
        bytes.remove_prefix(end + 1);
    }
}

void Readiness::look_at_line(std::string_view line) {
    const Result<Regex>& regex = context_.regexes.get(fixture_.ready_log);
    const auto found = regex.ok() ? regex->search(line) : Result<std::optional<RegexMatch>>(regex.error());
    if (!found.ok()) {
        error_ = "READY_LOG: " + found.error().message;
    } else if (*found) {
        log_seen_ = true;
        variables_ = (*found)->groups;
    }
    update();
}

void Readiness::look_at_notifications() {
    for (auto note = platform::next_notification(notify_.socket.get()); note.pid != 0;
         note = platform::next_notification(notify_.socket.get())) {
        // Only the service and its descendants may notify. A sender that has ended by now was one of them, because no
        // other process is told the address.
        pid_t ancestor = note.pid;
        while (ancestor > 1 && ancestor != supervisor_) {
            ancestor = platform::parent_of(ancestor);
        }
        const bool ours = ancestor == supervisor_ || platform::has_ended(note.pid);
        if (ours && ("\n" + note.text + "\n").find("\nREADY=1\n") != std::string::npos) {
            notified_ = true;
            update();
            return;
        }
    }
}

double Readiness::next_wakeup() const {
    double next = kNotPlanned;
    if (running_ && !accepts_) {
        next = next_port_look_;
    }
    if (running_ && !probe_succeeded_ && !probing_) {
        next = std::min(next, next_probe_);
    }
    return next;
}

void Readiness::wake() {
    const double now = context_.clock.now();
    if (!accepts_ && now >= next_port_look_) {
        look_at_port();
    }
    if (!probe_succeeded_ && !probing_ && now >= next_probe_) {
        start_probe();
    }
}

void Readiness::look_at_port() {
    constexpr double kLongestInterval = 0.1;
    const double now = context_.clock.now();
    next_port_look_ = now + port_interval_;
    port_interval_ = std::min(kLongestInterval, port_interval_ * 1.5);
    if (!port_accepts(port_)) {
        accepted_since_ = -1;
        return;
    }
    accepted_since_ = accepted_since_ < 0 ? now : accepted_since_;
    const bool own = platform::listener_of(port_, supervisor_) == platform::Listener::within;
    if (own || now - accepted_since_ >= kForeignListenerSeconds) {
        accepts_ = true;
        update();
    }
}

void Readiness::start_probe() {
    constexpr double kLongestInterval = 0.5;
    probe_interval_ = std::min(kLongestInterval, probe_interval_ * 1.5);
    const Result<std::string>& program = context_.programs.find(fixture_.ready_command.front(), fixture_.binary_dir);
    if (!program.ok()) {
        error_ = "READY_COMMAND: " + program.error().message;
        update();
        return;
    }
    RunCommand command;
    command.program = *program;
    for (const Text argument : fixture_.ready_command) {
        command.arguments.push_back(probe_environment_->expand(with_port(argument, port_)));
    }
    command.environment = probe_environment_->changes();
    command.directory = fixture_.working_directory.empty() ? fixture_.binary_dir : fixture_.working_directory;
    probing_ = true;
    probe_output_ = Capture();
    prober_->send(command);
}

void Readiness::on_message(const FromSupervisor& message) {
    if (const auto* problem = std::get_if<NotStarted>(&message)) {
        error_ = "READY_COMMAND: " + describe(*problem, std::string(fixture_.ready_command.front()),
                                              std::string(fixture_.working_directory));
        update();
    } else if (const auto* ended = std::get_if<Ended>(&message)) {
        probing_ = false;
        next_probe_ = context_.clock.now() + probe_interval_;
        probe_succeeded_ = ended->exit_code == 0;
        probe_end_ = describe(*ended);
        update();
    }
}

void Readiness::on_output(std::string_view bytes) { probe_output_.append(bytes); }

std::string Readiness::missing() const {
    std::string text;
    const auto add = [&text](const std::string& condition) { text += (text.empty() ? "" : "; ") + condition; };
    if (!notified_) {
        add("it did not send READY=1 (READY_NOTIFY)");
    }
    if (!log_seen_) {
        const std::string& seen = line_.empty() ? last_line_ : line_;
        add("no line matched READY_LOG \"" + std::string(fixture_.ready_log) + "\", " +
            (seen.empty() ? "it printed nothing"
                          : "the last was \"" + one_line(utf8_prefix(seen, kLongestTold)) + "\"" +
                                (line_.empty() ? "" : ", without a newline")));
    }
    if (!accepts_) {
        add(missing_port());
    }
    if (!probe_succeeded_) {
        std::string_view said = probe_output_.tail(kLongestTold);
        said.remove_suffix(said.size() - std::min(said.size(), said.find_last_not_of("\r\n") + 1));
        said.remove_prefix(said.rfind('\n') + 1);
        add("READY_COMMAND " + (probe_end_.empty() ? "has not ended" : "failed: " + probe_end_) +
            (said.empty() ? "" : ", it printed \"" + one_line(said) + "\""));
    }
    return text;
}

std::string Readiness::missing_port() const {
    std::string text = "port " + std::to_string(port_) +
                       (port_accepts(port_) ? " belongs to another process" : " accepts no connections");
    const std::vector<int> ports = platform::ports_of(supervisor_);
    for (const int port : ports) {
        text += (port == ports.front() ? ", it listens on " : " and ") + std::to_string(port) +
                (port == ports.back() ? " instead" : "");
    }
    return text;
}

void Readiness::on_gone(const std::string& how) {
    error_ = "READY_COMMAND: its supervisor was " + how;
    update();
}

}  // namespace pf
