// What a linked program stands on when it runs one of its tests by itself: a helper sets the commands and services up,
// and tears them down when the program is done, or has gone.
#ifndef PARALLEL_FIXTURES_RUNTIME_FIXTURES_BELOW_H
#define PARALLEL_FIXTURES_RUNTIME_FIXTURES_BELOW_H

#include <sys/types.h>

#include "runtime/task_client.h"

namespace pf {

// The fixtures stand as long as the socket is open. It is inherited by what the process becomes.
struct FixturesBelow {
    int socket = -1;    // -1: nothing stands.
    pid_t helper = -1;  // A child of the calling process.
    int exit_code = 0;  // Where nothing stands: what to end with; why has been said.
};

// Has them set up, and takes over their environment. What set-ups print goes to stderr.
FixturesBelow set_up_below(const ClientTask& task);

// Has them torn down and waits for that. False: it went wrong, and that has been said.
bool tear_down_below(const FixturesBelow& below);

// The helper's side: a command in the place of the task, which tells its environment to who listens at `path` and stays
// until that has gone. Returns an exit code.
int attend(const std::string& path);

}  // namespace pf

#endif
