#include "runtime/session_connection.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace pf {

void SessionConnection::send(const SessionRequest& request) {
    const std::string frame = encode(ToSession(request));
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t now = ::send(socket_.get(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (now < 0 && errno != EINTR) {
            return;  // The session closed the connection; next() still returns what it sent before.
        }
        sent += now > 0 ? static_cast<std::size_t>(now) : 0;
    }
}

Result<FromSession> SessionConnection::next() {
    while (true) {
        auto message = reader_.next();
        if (!message.ok()) {
            return Error{"cannot understand the session: " + message.error().message};
        }
        if (message->has_value()) {
            return **message;
        }
        static std::array<char, 65536> buffer;
        const ssize_t got = recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (got > 0) {
            reader_.append(buffer.data(), static_cast<std::size_t>(got));
        } else if (got == 0 || errno != EINTR) {
            return Error{"the session has ended"};
        }
    }
}

}  // namespace pf
