#include "tool/serve/client.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace pf {

Client::Client(Loop& loop, Descriptor socket) : loop_(loop), socket_(std::move(socket)) { watch(); }

double Client::age(double now) {
    if (timed_since_ < 0 || timed_state_ != state_) {
        timed_state_ = state_;
        timed_since_ = now;
    }
    return now - timed_since_;
}

void Client::watch() {
    const short events = outbox_.empty() ? POLLIN : POLLIN | POLLOUT;
    if (events != watched_) {
        watched_ = events;
        loop_.watch(socket_.get(), events, [this](short ready) { on_ready(ready); });
    }
}

void Client::close() {
    if (socket_) {
        loop_.unwatch(socket_.get());
        socket_.reset();
        outbox_.clear();
        state_ = State::closed;
    }
}

void Client::on_ready(short events) {
    if ((events & POLLOUT) != 0) {
        flush();
    }
    if (socket_ && (events & ~POLLOUT) != 0) {
        receive();
    }
}

void Client::receive() {
    std::array<char, 16384> buffer;
    const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got > 0 && to_confirm && (state_ == State::flushing || state_ == State::awaiting_exit)) {
        for (const char byte : std::string_view(buffer.data(), static_cast<std::size_t>(got))) {
            interrupted_ = interrupted_ || byte != kEndsAsTold;
        }
        confirmed_ = !interrupted_;
        return;
    }
    if (got <= 0 || state_ != State::receiving || request_) {
        interrupted_ = interrupted_ || (got > 0 && state_ == State::served);
        close();  // A byte while the client is served means that a signal ends it.
        return;
    }
    reader_.append(buffer.data(), static_cast<std::size_t>(got));
    auto message = reader_.next();
    if (!message.ok() || (message->has_value() && !reader_.empty())) {
        send_last(
            Refused{"the test sent something that is not a request of this protocol: two versions of ParallelFixtures "
                    "may be in "
                    "use; build it again"});
    } else if (message->has_value()) {
        request_ = std::get<SessionRequest>(std::move(**message));
    }
}

void Client::read_pending() {
    pollfd ready{socket_.get(), POLLIN, 0};
    while (socket_ && poll(&ready, 1, 0) > 0) {
        receive();
    }
}

std::optional<SessionRequest> Client::take_request() {
    if (request_ && state_ == State::receiving) {
        state_ = State::served;
        return std::exchange(request_, std::nullopt);
    }
    return std::nullopt;
}

void Client::send(const FromSession& message) {
    if (state_ == State::receiving || state_ == State::served) {
        outbox_ += encode(message);
        flush();
    }
}

void Client::send_last(const FromSession& message) {
    if (state_ == State::receiving || state_ == State::served) {
        outbox_ += encode(message);
        state_ = State::flushing;
        flush();
    }
}

void Client::flush() {
    while (socket_ && !outbox_.empty()) {
        const ssize_t sent = ::send(socket_.get(), outbox_.data(), outbox_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            outbox_.erase(0, static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            close();
        }
    }
    if (socket_ && outbox_.empty() && state_ == State::flushing && !to_confirm) {
        close();
    } else if (socket_) {
        state_ = outbox_.empty() && state_ == State::flushing ? State::awaiting_exit : state_;
        watch();
    }
}

}  // namespace pf
