#include "runtime/session_connection.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace pf {

void SessionConnection::send(const SessionRequest& request) {
    // After an error next() still returns what the session sent before it closed the connection.
    static_cast<void>(send_all(socket_.get(), encode(ToSession(request))));
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
