// The signals that ask a process to end: SIGINT, SIGTERM, SIGHUP and SIGQUIT.
//
// THREADS: changes the mask of the calling thread; the helper has one.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_ENDING_SIGNALS_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_ENDING_SIGNALS_H

#include <csignal>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// While it lives they wait, so that what was made for a while can be removed; then they strike as they would have.
class EndingSignalsHeld {
public:
    EndingSignalsHeld();
    ~EndingSignalsHeld();
    EndingSignalsHeld(const EndingSignalsHeld&) = delete;
    EndingSignalsHeld& operator=(const EndingSignalsHeld&) = delete;

private:
    sigset_t before_{};
};

// Readable when one of them waits. Not to be read from: it is still to strike.
Result<Descriptor> open_ending_signals();

}  // namespace pf

#endif
