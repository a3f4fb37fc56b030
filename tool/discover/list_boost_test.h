// Listings of Boost.Test programs.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_BOOST_TEST_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_BOOST_TEST_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf {

// Returns the arguments that write the tree of all test units, whatever --run_test says, as a graph into `file`.
std::vector<std::string> boost_test_list_arguments(const std::string& file);

// Names a case <suite>/<case>, with all suites in which it is nested. It has its own labels and those of its suites.
// `filter` selects cases as --run_test does; empty: all cases, of which those with the decorator disabled() are
// disabled.
Result<Listing> parse_boost_test_listing(std::string_view dot, std::string_view filter);

}  // namespace pf

#endif
