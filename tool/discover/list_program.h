// Lists the cases of a test program of any framework.
//
// THREADS: forks, so the process must have one thread.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_PROGRAM_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_PROGRAM_H

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Runs the program of the group, once or several times, each for at most `timeout` seconds. The error is for a person
// and begins with the program's file.
Result<Listing> list_program(const Group& group, double timeout);

}  // namespace pf

#endif
