// Starts a command: vfork and execve, the same cost from a process of any size. posix_spawn would do but for the
// parent-death signal, which it cannot set.
#ifndef PARALLEL_FIXTURES_RUNTIME_SPAWN_H
#define PARALLEL_FIXTURES_RUNTIME_SPAWN_H

#include <sys/types.h>

#include "runtime/message.h"

namespace pf {

struct SpawnRequest {
    const char* program = nullptr;
    char* const* argv = nullptr;
    char* const* envp = nullptr;
    const char* directory = nullptr;  // Null: the caller's.
    int stdout_fd = -1;               // -1: the caller's.
    int channel_fd = -1;              // What becomes its descriptor 3; -1: none.
    bool own_group = false;           // It leads a process group of its own; otherwise it is in the caller's.
    int terminal_fd = -1;             // The terminal that it takes for its process group; -1: none.
};

struct SpawnResult {
    pid_t pid = -1;  // -1: not started, for the reason below.
    StartStep failed_step = StartStep::execute;
    int error_number = 0;
};

// The child gets SIGKILL when the calling process ends, and has an empty signal mask.
// Descriptors 0 to 2 are the caller's (but for stdout_fd), 3 is channel_fd; all others must be close-on-exec. The
// caller must run with default dispositions, handlers aside (execve resets those, but keeps what is ignored).
SpawnResult spawn(const SpawnRequest& request);

}  // namespace pf

#endif
