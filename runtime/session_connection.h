// A test's end of the channel to a session.
#ifndef PARALLEL_FIXTURES_RUNTIME_CALLER_H
#define PARALLEL_FIXTURES_RUNTIME_CALLER_H

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "runtime/session_message.h"

namespace pf {

class SessionConnection {
public:
    explicit SessionConnection(Descriptor socket) : socket_(std::move(socket)) {}

    void send(const SessionRequest& request);

    // Waits for the next word. The error: the session has gone, or garbles.
    Result<FromSession> next();

    [[nodiscard]] int descriptor() const { return socket_.get(); }

private:
    Descriptor socket_;
    FrameReader<FromSession> reader_;
};

}  // namespace pf

#endif
