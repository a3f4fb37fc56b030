// Starts a command with vfork() and execve(), whose cost does not depend on the size of the calling process.
// posix_spawn() cannot set the parent-death signal.
#ifndef PARALLEL_FIXTURES_RUNTIME_SPAWN_H
#define PARALLEL_FIXTURES_RUNTIME_SPAWN_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/message.h"

namespace pf {

// Returns pointers to the words, which must outlive it, followed by a null pointer. This is the argv of exec functions,
// which do not write to it although their parameter's type permits that.
std::vector<char*> as_argv(const std::vector<std::string>& words);

struct SpawnRequest {
    const char* program = nullptr;
    char* const* argv = nullptr;
    char* const* envp = nullptr;
    const char* directory = nullptr;  // Null: the caller's.
    int stdout_fd = -1;               // -1: the caller's.
    int channel_fd = -1;              // Becomes the command's descriptor 3; -1: none.
    bool own_group = false;           // The command leads a new process group instead of joining the caller's.
    int terminal_fd = -1;             // Terminal whose foreground group the command becomes; -1: none.
};

struct SpawnResult {
    pid_t pid = -1;  // -1: not started; the fields below say why.
    StartStep failed_step = StartStep::execute;
    int error_number = 0;
};

// Starts the command. It has an empty signal mask and receives SIGKILL when the calling process ends. Its descriptors 0
// to 2 are the caller's, except for stdout_fd, and descriptor 3 is channel_fd; all others of the caller must be
// close-on-exec. The caller must not ignore signals, because execve() keeps ignored signals ignored.
SpawnResult spawn(const SpawnRequest& request);

}  // namespace pf

#endif
