// The session's end of the channel to the process of a linked fixture (runtime/linked_message.h).
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_PROGRAM_CHANNEL_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_PROGRAM_CHANNEL_H

#include <deque>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/linked_message.h"
#include "tool/process/loop.h"
#include "tool/support/interface.h"

namespace pf {

// Calls come from Loop::turn() only, and must not delete the ProgramChannel.
class ProgramListener : public Interface {
public:
    virtual void on_program(const FromProgram& message) = 0;
    // The program has sent bytes that are not of the protocol. Nothing more is read.
    virtual void on_garbled() = 0;
};

class ProgramChannel {
public:
    // `loop` and `listener` must outlive it.
    ProgramChannel(Loop& loop, ProgramListener& listener, Descriptor socket);
    ProgramChannel(const ProgramChannel&) = delete;
    ProgramChannel& operator=(const ProgramChannel&) = delete;
    ~ProgramChannel();

    // Sends a message. Never blocks. The descriptors are closed once they are sent or cannot be sent.
    void send(const ToProgram& message, std::vector<Descriptor> descriptors = {});

    // Reads and hands on the messages that have come.
    void read();

    // Returns the number for the next ForkSupervisor.
    std::uint32_t next_number() { return next_number_++; }

private:
    struct OutgoingMessage {
        std::string bytes;
        std::vector<Descriptor> descriptors;  // Sent with the first byte.
    };

    void watch();
    void flush();
    bool send_some(OutgoingMessage& message);
    void close();

    Loop& loop_;
    ProgramListener& listener_;
    Descriptor socket_;
    std::deque<OutgoingMessage> outbox_;
    FrameReader<FromProgram> reader_;
    std::uint32_t next_number_ = 0;
};

}  // namespace pf

#endif
