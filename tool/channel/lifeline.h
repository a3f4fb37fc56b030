// Lets the work of the calling process go on when that process is killed.
#ifndef PARALLEL_FIXTURES_TOOL_CHANNEL_APART_H
#define PARALLEL_FIXTURES_TOOL_CHANNEL_APART_H

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// Forks, and returns in the child, which leads a session of its own. The descriptor that it returns reports an end of
// file when the parent has ended. The parent does not return: it hands the signals that a terminal or an editor sends
// to the child, waits for the child, and ends as the child did. The error is that no process could be made.
// REQUIRES: the calling process has one thread.
Result<Descriptor> continue_in_child();

}  // namespace pf

#endif
