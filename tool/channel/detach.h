// Starts a process that belongs to nobody: no terminal, no descriptor and no setting of the caller's stays with it.
#ifndef PARALLEL_FIXTURES_TOOL_CHANNEL_DETACH_H
#define PARALLEL_FIXTURES_TOOL_CHANNEL_DETACH_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// What it was handed, in the process that was started.
inline constexpr int kHanded = 3;

// `program` with `arguments` (argv, the first included) in a session of its own, 0 to 2 at /dev/null, `handed` as
// kHanded and no others, at /, default signals, none blocked, on all CPUs. Environment and umask are the caller's. What
// it cannot do, the program's absence included, is seen only by `handed` being closed. Returns its process, which is a
// child of the caller where that is a subreaper, and of nobody here otherwise.
Result<pid_t> start_detached(const std::string& program, const std::vector<std::string>& arguments, Descriptor handed);

}  // namespace pf

#endif
