// Programs that are linked with our runtime say themselves what they have.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_LINKED_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_LINKED_H

#include <string_view>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Runs `<program> list` with PARALLEL_FIXTURES_CHANNEL=3, descriptor 3 being where it answers.
Result<Listing> list_linked(const Group& group, double timeout);

// What it answered there; its framework's filter is not looked at.
Result<Listing> parse_linked_listing(std::string_view answer);

// What such a program has.
Listing linked_listing(const std::vector<parallel_fixtures::Fixture>& fixtures,
                       const std::vector<parallel_fixtures::Test>& tests);

}  // namespace pf

#endif
