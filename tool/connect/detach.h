// Starts a daemon: a process that inherits no terminal and no descriptors of the caller.
#ifndef PARALLEL_FIXTURES_TOOL_CONNECT_DETACH_H
#define PARALLEL_FIXTURES_TOOL_CONNECT_DETACH_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// The number of the descriptor that the daemon inherits, which is the first after stderr (like SD_LISTEN_FDS_START of
// systemd).
inline constexpr int kListenFd = 3;

// Starts `program` with `arguments` (argv, including the program) in a session of its own. stdin, stdout and stderr are
// /dev/null, `inherited` becomes kListenFd, and all other descriptors are closed. The working directory is /, signals
// have their default actions and are unblocked, and all CPUs may be used. The environment and the umask are those of
// the caller. If the program cannot be executed, the only sign is that `inherited` is closed. Returns the pid of the
// daemon, which is a child of the caller only if the caller is a subreaper.
Result<pid_t> start_detached(const std::string& program, const std::vector<std::string>& arguments,
                             Descriptor inherited);

}  // namespace pf

#endif
