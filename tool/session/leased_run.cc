#include "tool/session/leased_run.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "runtime/platform.h"

namespace pf {
namespace {

constexpr int kTries = 20;

SetupOutcome outcome_of(LeaseAnswer::Outcome outcome) {
    return outcome == LeaseAnswer::Outcome::passed    ? SetupOutcome::passed
           : outcome == LeaseAnswer::Outcome::skipped ? SetupOutcome::skipped
           : outcome == LeaseAnswer::Outcome::timeout ? SetupOutcome::timeout
                                                      : SetupOutcome::failed;
}

}  // namespace

void LeasedRun::set_up() {
    state_ = State::setting_up;
    hand_down_environment();
    ask();
}

void LeasedRun::ask() {
    close();
    auto reached = context_.leases.reach([this](pid_t daemon) { context_.supervisors.leave_alone(daemon); });
    if (!reached.ok()) {
        host_.fixture_not_leased(identity_.id, reached.error().message);
        return;
    }
    socket_ = std::move(*reached);
    reader_ = {};
    ++asked_;
    SessionRequest request;
    request.what = Asked::acquire;
    request.name = fixture_.name;
    request.state = context_.leases.state;
    request.daemon = parent_daemon_;
    // If the fixture daemon is about to end, it closes its end of the socket, and receive() notices.
    static_cast<void>(send_all(socket_.get(), encode(ToSession(request))));
    context_.loop.watch(socket_.get(), POLLIN, [this](short) { receive(); });
}

void LeasedRun::receive() {
    std::array<char, 16384> buffer;
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        daemon_gone();
        return;
    }
    reader_.append(buffer.data(), static_cast<std::size_t>(got));
    for (auto message = reader_.next(); socket_ && (!message.ok() || message->has_value()); message = reader_.next()) {
        if (!message.ok()) {
            daemon_gone();
            return;
        }
        take(**message);
    }
}

void LeasedRun::take(const FromSession& message) {
    if (const auto* lease = std::get_if<LeaseAnswer>(&message)) {
        leased(*lease);
    } else if (const auto* over = std::get_if<LeaseEnded>(&message)) {
        output_.append(over->output);
        close();
        say_died(over->reason);
    } else if (const auto* refused = std::get_if<Refused>(&message)) {
        close();
        host_.fixture_not_leased(identity_.id, refused->reason);
    }
}

void LeasedRun::leased(const LeaseAnswer& lease) {
    constexpr double kSecondsPerMicrosecond = 1e-6;
    daemon_ = lease.daemon;
    output_.append(lease.output);
    for (const auto& [name, value] : lease.variables) {
        hand_down(name, value);
    }
    if (lease.kept) {
        kept_seconds_ = static_cast<double>(lease.microseconds) * kSecondsPerMicrosecond;
    }
    if (!lease.warning.empty()) {
        host_.fixture_warning(identity_.id, lease.warning);
    }
    if (lease.outcome != LeaseAnswer::Outcome::passed) {
        close();
    }
    finish_setup(outcome_of(lease.outcome), lease.reason);
}

// A fixture daemon that closes the connection before its answer was about to end, because nobody needed it or its
// fixtures are out of date. The next one is asked.
void LeasedRun::daemon_gone() {
    close();
    if (state_ == State::up) {
        say_died("the fixture daemon has gone");
    } else if (asked_ < kTries) {
        ask();
    } else {
        host_.fixture_not_leased(identity_.id, "the fixture daemon ends again and again");
    }
}

void LeasedRun::close() {
    if (socket_) {
        context_.loop.unwatch(socket_.get());
        socket_.reset();
    }
}

void LeasedRun::tear_down(bool /*with_command*/, bool /*kill*/) {
    close();
    state_ = State::idle;
    host_.fixture_torn_down(identity_.id, true, "");
}

void LeasedRun::end(bool /*kill*/, int /*signal*/) {
    if (socket_ && state_ == State::setting_up) {
        close();
        finish_setup(SetupOutcome::failed, "it was not waited for");
    }
}

}  // namespace pf
