// A linked program that runs one of its tests by itself, because a debugger has hold of it: a helper sets up what the
// test is declared on, gives it its environment and directory, and records how it ended.
#ifndef PARALLEL_FIXTURES_RUNTIME_FIXTURES_BELOW_H
#define PARALLEL_FIXTURES_RUNTIME_FIXTURES_BELOW_H

#include <string>

#include "runtime/task_client.h"

namespace pf {

// The fixtures are held as long as the process lives. The socket is inherited by what the process becomes.
struct FixturesBelow {
    int socket = -1;    // -1: there are none, and nothing is recorded.
    int exit_code = 0;  // Without a socket: what to end with; why has been said.
};

// Has them set up, and takes over the environment and the directory of the task. What set-ups print goes to stderr. The
// helper is no child of the calling process, whose test may wait for any child.
FixturesBelow set_up_below(const ClientTask& task);

}  // namespace pf

#endif
