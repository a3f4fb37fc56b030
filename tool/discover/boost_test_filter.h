// What --run_test of Boost.Test selects. A listing of Boost.Test has all cases, whatever the filter is.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_BOOST_TEST_FILTER_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_BOOST_TEST_FILTER_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/discover/listing.h"

namespace pf {

struct BoostTestUnit {
    std::vector<std::string> path;    // The names of its suites from the outermost inwards, and its own.
    std::vector<std::string> labels;  // Its own labels and those of its suites.
};

// Returns a filter for the case at this path. A name with characters that separate filters, which have no escape, is
// replaced by its longest part without them and a `*`.
std::string boost_test_pattern(const std::vector<std::string>& path);

// Returns whether a filter of names selects the case, or a suite in which it is. The filter has one element for each
// level, with alternatives between commas; a `*` at either end of one matches any characters.
bool boost_test_matches(std::string_view pattern, const BoostTestUnit& unit);

// Removes the cases that the value of --run_test does not select, and enables those that it does. `units` has each case
// of the listing. Cases that Boost.Test adds because another case depends on them are removed as well: each case runs
// those itself.
void apply_boost_test_filter(std::string_view filter, const std::vector<BoostTestUnit>& units, Listing& listing);

}  // namespace pf

#endif
