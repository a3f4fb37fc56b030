// Moves the work of the calling process to a child, so that it is completed even if the process is killed.
#ifndef PARALLEL_FIXTURES_TOOL_CONNECT_LIFELINE_H
#define PARALLEL_FIXTURES_TOOL_CONNECT_LIFELINE_H

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// Forks and returns in the child, which leads a session of its own. The returned descriptor reports an end of file when
// the parent has ended. The parent does not return: it forwards the signals that a terminal or an editor sends to the
// child, waits for the child, and ends as the child did. It is an error if the process cannot fork.
// REQUIRES: the calling process has one thread.
Result<Descriptor> continue_in_child();

}  // namespace pf

#endif
