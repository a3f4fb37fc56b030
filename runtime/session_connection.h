// The client's end of the connection between a test and its session.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_CONNECTION_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_CONNECTION_H

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "runtime/session_message.h"

namespace pf {

class SessionConnection {
public:
    explicit SessionConnection(Descriptor socket) : socket_(std::move(socket)) {}

    void send(const SessionRequest& request);

    // Waits for the next message. Returns an error if the session has gone or sends invalid data.
    Result<FromSession> next();

    [[nodiscard]] int descriptor() const { return socket_.get(); }

private:
    Descriptor socket_;
    FrameReader<FromSession> reader_;
};

}  // namespace pf

#endif
