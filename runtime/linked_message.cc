#include "runtime/linked_message.h"

#include "runtime/message_fields.h"

namespace parallel_fixtures {

// Argument-dependent lookup finds these functions in the namespace of their types.
static constexpr Scope last_of(Scope /*of*/) { return Scope::task; }
static constexpr Verdict last_of(Verdict /*of*/) { return Verdict::skipped; }

template <typename Io>
void fields(Io& io, Fixture& m) {
    io& m.name& m.parent& m.scope& m.file& m.line;
}
template <typename Io>
void fields(Io& io, Test& m) {
    io& m.name& m.fixture& m.file& m.line& m.labels& m.disabled;
}
template <typename Io>
void fields(Io& io, Failure& m) {
    io& m.file& m.line& m.message;
}
template <typename Io>
void fields(Io& io, Report& m) {
    io& m.verdict& m.reason& m.failures& m.properties;
}

}  // namespace parallel_fixtures

namespace pf {

template <typename Io>
void fields(Io& io, ForkSupervisor& m) {
    io& m.number& m.data;
}
template <typename Io>
void fields(Io& io, KillSupervisor& m) {
    io& m.number;
}
template <typename Io>
void fields(Io& /*io*/, TearDownFixture& /*m*/) {}
template <typename Io>
void fields(Io& io, Hello& m) {
    io& m.protocol& m.framework;
}
template <typename Io>
void fields(Io& io, FixtureListed& m) {
    fields(io, m.fixture);
}
template <typename Io>
void fields(Io& io, TestListed& m) {
    fields(io, m.test);
}
template <typename Io>
void fields(Io& io, ListEnded& m) {
    io& m.fixtures& m.tests& m.problem& m.shared_setup;
}
template <typename Io>
void fields(Io& io, FixtureReady& m) {
    fields(io, m.report);
    io& m.warnings;
}
template <typename Io>
void fields(Io& io, TornDown& m) {
    fields(io, m.report);
}
template <typename Io>
void fields(Io& io, TestEnded& m) {
    fields(io, m.report);
}

template <typename Io>
void fields(Io& io, ProcessEnds& m) {
    io& m.exit_code;
}

template class FrameReader<ToProgram>;
template class FrameReader<FromProgram>;

std::string encode(const ToProgram& message) { return encode_frame(message); }
std::string encode(const FromProgram& message) { return encode_frame(message); }

}  // namespace pf
