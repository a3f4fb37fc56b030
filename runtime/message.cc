#include "runtime/message.h"

#include "runtime/message_fields.h"

namespace pf {

static constexpr StartStep last_of(StartStep /*of*/) { return StartStep::execute; }
static constexpr NextState last_of(NextState /*of*/) { return NextState::begins; }

// The fields of each message, for reading and writing.
template <typename Io>
void fields(Io& io, RunCommand& m) {
    io& m.program& m.arguments& m.environment& m.directory& m.private_dir& m.discard_dir& m.separate_stdout& m.sweep& m
        .channel;
}
template <typename Io>
void fields(Io& io, TestOrder& m) {
    io& m.test& m.id& m.environment& m.directory& m.worker& m.attempt& m.seed;
}
template <typename Io>
void fields(Io& io, SignalAll& m) {
    io& m.signal& m.test;
}
template <typename Io>
void fields(Io& io, KillAll& m) {
    io& m.test;
}
template <typename Io>
void fields(Io& /*io*/, TakeNextBack& /*m*/) {}
template <typename Io>
void fields(Io& io, Pause& m) {
    io& m.paused;
}
template <typename Io>
void fields(Io& io, Leave& m) {
    io& m.discard_dir& m.grace;
}
template <typename Io>
void fields(Io& io, NotStarted& m) {
    io& m.step& m.error_number;
}
template <typename Io>
void fields(Io& io, Started& m) {
    io& m.pid;
}
template <typename Io>
void fields(Io& io, StopChanged& m) {
    io& m.stopped& m.signal;
}
template <typename Io>
void fields(Io& io, Ended& m) {
    io& m.exit_code& m.signal& m.microseconds& m.leaked& m.private_dir_left& m.report& m.next& m.next_at& m.unread;
}
template <typename Io>
void fields(Io& io, Began& m) {
    io& m.number& m.at;
}
template <typename Io>
void fields(Io& io, HandedBack& m) {
    io& m.number;
}
template <typename Io>
void fields(Io& io, Swept& m) {
    io& m.leaked;
}

template class FrameReader<ToSupervisor>;
template class FrameReader<FromSupervisor>;

std::string encode(const ToSupervisor& message) { return encode_frame(message); }
std::string encode(const FromSupervisor& message, std::string memory) {
    return encode_frame(message, std::move(memory));
}

std::string encode_order(TestOrder order) {
    wire::FieldWriter writer;
    fields(writer, order);
    return std::move(writer).bytes();
}

Status decode_order(const std::string& bytes, TestOrder& order) {
    wire::FieldReader reader(bytes.data(), bytes.size());
    fields(reader, order);
    if (!reader.complete()) {
        return Error{"the order of a test does not conform to the protocol"};
    }
    return ok_status();
}

}  // namespace pf
