#include "runtime/session_message.h"

namespace pf {

static constexpr Asked last_of(Asked /*of*/) { return Asked::use; }
static constexpr LeaseAnswer::Outcome last_of(LeaseAnswer::Outcome /*of*/) { return LeaseAnswer::Outcome::timeout; }

template <typename Io>
void fields(Io& io, SessionRequest& m) {
    io& m.protocol& m.what& m.name& m.environment& m.arguments& m.wrapper& m.state& m.daemon;
}
template <typename Io>
void fields(Io& io, Refused& m) {
    io& m.reason;
}
template <typename Io>
void fields(Io& io, TaskPrinted& m) {
    io& m.bytes;
}
template <typename Io>
void fields(Io& io, TaskOver& m) {
    io& m.exit_code& m.signal& m.timed_out& m.timed_out_before& m.skipped& m.reason;
}
template <typename Io>
void fields(Io& io, FixtureAnswer& m) {
    io& m.passed& m.skipped& m.text& m.environment& m.exit_code& m.signal;
}
template <typename Io>
void fields(Io& io, LeaseAnswer& m) {
    io& m.outcome& m.kept& m.microseconds& m.reason& m.output& m.variables& m.daemon& m.warning;
}
template <typename Io>
void fields(Io& io, LeaseEnded& m) {
    io& m.reason& m.output;
}

template class FrameReader<ToSession>;
template class FrameReader<FromSession>;

std::string encode(const ToSession& message) { return encode_frame(message); }
std::string encode(const FromSession& message) { return encode_frame(message); }

}  // namespace pf
