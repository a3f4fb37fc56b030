// The failed assertions that a test has printed, for a test whose framework reports them nowhere else.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_PRINTED_FAILURES_H
#define PARALLEL_FIXTURES_TOOL_SESSION_PRINTED_FAILURES_H

#include <string_view>

#include "tool/event/event.h"

namespace pf {

// Returns at most 50 failures that GoogleTest, Catch2 (its reporters console and compact), doctest, Boost.Test or
// assert(3) has printed, in order. They are for people: a test may print anything.
Failures printed_failures(std::string_view output);

}  // namespace pf

#endif
