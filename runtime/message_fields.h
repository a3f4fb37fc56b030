// The fields (wire.h) of the messages that are sent both to supervisors and to linked programs.
#ifndef PARALLEL_FIXTURES_RUNTIME_MESSAGE_FIELDS_H
#define PARALLEL_FIXTURES_RUNTIME_MESSAGE_FIELDS_H

#include "runtime/message.h"

namespace pf {

template <typename Io>
void fields(Io& io, RunTest& m) {
    io& m.order& m.private_dir& m.discard_dir& m.reuse& m.number& m.next;
}
template <typename Io>
void fields(Io& io, RunFixture& m) {
    io& m.fixture& m.environment& m.directory;
}

}  // namespace pf

#endif
