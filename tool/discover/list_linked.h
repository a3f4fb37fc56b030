// Listings of programs that are linked with our runtime, which answers by messages (runtime/linked_message.h).
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_LINKED_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_LINKED_H

#include <string_view>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Runs the program of the group for at most `timeout` seconds and reads the messages that it writes to descriptor 3
// (PARALLEL_FIXTURES_CHANNEL). Runs it twice if the group has a filter, because the first run tells its framework.
// THREADS: forks, so the process must have one thread.
Result<Listing> list_linked(const Group& group, double timeout);

// Reads the messages of a program.
Result<Listing> parse_linked_listing(std::string_view answer);

// Returns the listing of a program with these fixtures and tests.
Listing linked_listing(const std::vector<parallel_fixtures::Fixture>& fixtures,
                       const std::vector<parallel_fixtures::Test>& tests);

}  // namespace pf

#endif
