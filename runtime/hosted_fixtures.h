// The fixtures of a test that a debugger runs in its own process, as a linked program or as the command of a task. The
// runtime in the program, or the client, starts a helper process (`parallel-fixtures session host`), which sets up the
// fixtures that the test requires, provides the test's environment and directory, and records the result.
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

// The variable with the words of the task's command, separated by kCommandSeparator, in the environment that the helper
// provides for a task that is a command. The calling process removes it.
inline constexpr char kCommandVariable[] = "PARALLEL_FIXTURES_COMMAND";
inline constexpr char kCommandSeparator = '\x1f';  // No word of a plan contains it.

// Calls start_hosted_fixtures() and replaces this process by the command of the task, so that a debugger which has
// started this process reaches the command. Returns an exit code only if that is not possible.
int become_command(const ClientTask& task);

}  // namespace pf

#endif
