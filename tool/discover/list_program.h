// Asks a test program for its cases, whatever its framework.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_PROGRAM_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_PROGRAM_H

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Runs the program of the group, for at most `timeout` seconds each time. The error is for a person, and begins with
// the program's file. THREADS: forks; the process must have one thread.
Result<Listing> list_program(const Group& group, double timeout);

}  // namespace pf

#endif
