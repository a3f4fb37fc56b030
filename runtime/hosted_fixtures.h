// The fixtures of a linked program that a debugger runs for one of its tests. The runtime in the program starts a
// helper process (`parallel-fixtures session host`), which sets up the fixtures that the test requires, provides the
// test's environment and directory, and records the result.
#ifndef PARALLEL_FIXTURES_RUNTIME_HOSTED_FIXTURES_H
#define PARALLEL_FIXTURES_RUNTIME_HOSTED_FIXTURES_H

#include <string>

#include "runtime/task_client.h"

namespace pf {

// The helper holds the fixtures as long as the socket is open, which is as long as the process lives. The socket
// survives exec.
struct HostedFixtures {
    int socket = -1;    // -1: there is no helper.
    int exit_code = 0;  // Without a socket: the exit code to end with; the reason has been printed.
};

// Starts the helper, waits until the fixtures are ready, and changes the environment and the working directory of the
// calling process to those of the task. Output of set-ups goes to stderr. The helper does not become a child of the
// calling process, because the test may wait for any child.
HostedFixtures start_hosted_fixtures(const ClientTask& task);

}  // namespace pf

#endif
