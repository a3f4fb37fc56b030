// Ends the calling process by a signal, as another process ended.
#ifndef PARALLEL_FIXTURES_RUNTIME_END_BY_SIGNAL_H
#define PARALLEL_FIXTURES_RUNTIME_END_BY_SIGNAL_H

namespace pf {

// Ends the calling process by `signal`, without a core dump. Returns the exit code to use instead, 128 + `signal`, if
// the signal's default action does not end a process.
int end_by_signal(int signal);

// Ends the calling process by SIGABRT, without a core dump. No CTest property turns this end into a pass, so it is the
// end of a test whose result is unknown.
int end_by_abort();

}  // namespace pf

#endif
