#include "runtime/session_connection.h"

#include <utility>

namespace pf {

void SessionConnection::send(const SessionRequest& request) {
    // After an error next() still returns what the session sent before it closed the connection.
    static_cast<void>(send_all(socket_.get(), encode(ToSession(request))));
}

Result<FromSession> SessionConnection::next() {
    auto message = reader_.receive(socket_.get());
    if (!message.ok()) {
        return Error{"cannot understand the session: " + message.error().message};
    }
    return *message ? Result<FromSession>(std::move(**message)) : Result<FromSession>(Error{"the session has ended"});
}

}  // namespace pf
