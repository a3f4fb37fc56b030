// Ends this process as another one ended, for whoever waits for it.
#ifndef PARALLEL_FIXTURES_RUNTIME_END_LIKE_H
#define PARALLEL_FIXTURES_RUNTIME_END_LIKE_H

namespace pf {

// By the same signal, without a core file: there is one already, or none is wanted. Returns what to exit with where the
// signal does not end us.
int end_by_signal(int signal);

// By SIGABRT, which CTest takes for a pass under no property: of a task of which nothing is known.
int end_unknown();

}  // namespace pf

#endif
