#include "tool/process/program_channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace pf {
namespace {

constexpr std::size_t kMostDescriptors = 3;

}  // namespace

ProgramChannel::ProgramChannel(Loop& loop, ProgramListener& listener, Descriptor socket)
    : loop_(loop), listener_(listener), socket_(std::move(socket)) {
    watch();
}

ProgramChannel::~ProgramChannel() { close(); }

void ProgramChannel::watch() {
    const short events = outbox_.empty() ? POLLIN : POLLIN | POLLOUT;
    loop_.watch(socket_.get(), events, [this](short ready) {
        if ((ready & POLLOUT) != 0) {
            flush();
        }
        if ((ready & ~POLLOUT) != 0) {
            read();
        }
    });
}

void ProgramChannel::close() {
    if (socket_) {
        loop_.unwatch(socket_.get());
        socket_.reset();
    }
    outbox_.clear();
}

void ProgramChannel::send(const ToProgram& message, std::vector<Descriptor> descriptors) {
    if (!socket_) {
        return;
    }
    outbox_.push_back({encode(message), std::move(descriptors)});
    flush();
}

void ProgramChannel::flush() {
    while (socket_ && !outbox_.empty() && send_some(outbox_.front())) {
        if (outbox_.front().bytes.empty()) {
            outbox_.pop_front();
        }
    }
    if (socket_) {
        watch();
    }
}

// Sends a part of the message. Returns false if the socket takes nothing now, or was closed.
bool ProgramChannel::send_some(OutgoingMessage& message) {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> control{};
    iovec bytes{message.bytes.data(), message.bytes.size()};
    msghdr header{};
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    if (!message.descriptors.empty()) {
        std::array<int, kMostDescriptors> numbers{};
        std::size_t count = 0;
        for (const Descriptor& descriptor : message.descriptors) {
            numbers.at(count++) = descriptor.get();
        }
        header.msg_control = control.data();
        header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        cmsghdr* part = CMSG_FIRSTHDR(&header);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int) * count);
        std::memcpy(CMSG_DATA(part), numbers.data(), sizeof(int) * count);
    }
    const ssize_t sent = sendmsg(socket_.get(), &header, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
        message.bytes.erase(0, static_cast<std::size_t>(sent));
        message.descriptors.clear();
        return true;
    }
    if (errno != EAGAIN && errno != EINTR) {
        close();  // The process has ended, which its supervisor reports.
    }
    return false;
}

void ProgramChannel::read() {
    std::array<char, 16384> buffer;
    while (socket_) {
        const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (got <= 0) {
            close();
            return;
        }
        reader_.append(buffer.data(), static_cast<std::size_t>(got));
        for (auto message = reader_.next();; message = reader_.next()) {
            if (!message.ok()) {
                close();
                listener_.on_garbled();
                return;
            }
            if (!message->has_value()) {
                break;
            }
            listener_.on_program(**message);
        }
    }
}

}  // namespace pf
