#include "tool/session/borrowed_run.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "runtime/platform.h"

namespace pf {
namespace {

constexpr int kTries = 20;

bool send_all(int socket, const std::string& frame) {
    std::size_t sent = 0;
    while (sent < frame.size()) {
        const ssize_t now = send(socket, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (now < 0 && errno != EINTR) {
            return false;
        }
        sent += now > 0 ? static_cast<std::size_t>(now) : 0;
    }
    return true;
}

SetupOutcome outcome_of(Lent::Outcome outcome) {
    switch (outcome) {
        case Lent::Outcome::passed:
            return SetupOutcome::passed;
        case Lent::Outcome::skipped:
            return SetupOutcome::skipped;
        case Lent::Outcome::timeout:
            return SetupOutcome::timeout;
        case Lent::Outcome::failed:
            break;
    }
    return SetupOutcome::failed;
}

}  // namespace

void BorrowedRun::set_up() {
    state_ = State::setting_up;
    hand_down_environment();
    ask();
}

void BorrowedRun::ask() {
    close();
    auto reached = context_.lending.reach([this](pid_t lender) { context_.supervisors.leave_alone(lender); });
    if (!reached.ok()) {
        host_.fixture_not_lent(identity_.id, reached.error().message);
        return;
    }
    socket_ = std::move(*reached);
    reader_ = {};
    ++asked_;
    SessionRequest request;
    request.what = Asked::borrow;
    request.name = fixture_.name;
    request.state = context_.lending.state;
    request.lender = on_;
    // One that leaves closes its end, which is seen below.
    static_cast<void>(send_all(socket_.get(), encode(ToSession(request))));
    context_.loop.watch(socket_.get(), POLLIN, [this](short) { receive(); });
}

void BorrowedRun::receive() {
    std::array<char, 16384> buffer;
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        lender_gone();
        return;
    }
    reader_.append(buffer.data(), static_cast<std::size_t>(got));
    for (auto message = reader_.next(); socket_ && (!message.ok() || message->has_value()); message = reader_.next()) {
        if (!message.ok()) {
            lender_gone();
            return;
        }
        take(**message);
    }
}

void BorrowedRun::take(const FromSession& message) {
    if (const auto* loan = std::get_if<Lent>(&message)) {
        lent(*loan);
    } else if (const auto* over = std::get_if<LoanOver>(&message)) {
        output_.append(over->output);
        close();
        say_died(over->reason);
    } else if (const auto* refused = std::get_if<Refused>(&message)) {
        close();
        host_.fixture_not_lent(identity_.id, refused->reason);
    }
}

void BorrowedRun::lent(const Lent& loan) {
    constexpr double kMicro = 1e-6;
    lender_ = loan.lender;
    output_.append(loan.output);
    for (const auto& [name, value] : loan.variables) {
        hand_down(name, value);
    }
    if (loan.kept) {
        kept_seconds_ = static_cast<double>(loan.microseconds) * kMicro;
    }
    if (!loan.warning.empty()) {
        host_.fixture_warning(identity_.id, loan.warning);
    }
    if (loan.outcome != Lent::Outcome::passed) {
        close();
    }
    finish_setup(outcome_of(loan.outcome), loan.reason);
}

// Before its answer: it was about to leave, for nobody needed it or what it has is out of date. The next one is asked.
void BorrowedRun::lender_gone() {
    close();
    if (state_ == State::up) {
        say_died("the process that lends it has gone");
    } else if (asked_ < kTries) {
        ask();
    } else {
        host_.fixture_not_lent(identity_.id, "who lends it ends again and again");
    }
}

void BorrowedRun::close() {
    if (socket_) {
        context_.loop.unwatch(socket_.get());
        socket_.reset();
    }
}

void BorrowedRun::tear_down(bool /*with_command*/, bool /*kill*/) {
    close();
    state_ = State::idle;
    host_.fixture_torn_down(identity_.id, true, "");
}

void BorrowedRun::end(bool /*kill*/) {
    if (socket_ && state_ == State::setting_up) {
        close();
        finish_setup(SetupOutcome::failed, "it was not waited for");
    }
}

}  // namespace pf
