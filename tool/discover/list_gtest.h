// Listings of GoogleTest programs.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_GTEST_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_GTEST_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf {

// Returns the arguments that list the cases into `file` as JSON (GoogleTest 1.10 and later). `filter` is a value of
// --gtest_filter. Empty: all cases.
std::vector<std::string> gtest_list_arguments(std::string_view filter, const std::string& file);

// Names the cases Suite.Name. Those that GoogleTest calls disabled are disabled.
Result<Listing> parse_gtest_listing(std::string_view json);

}  // namespace pf

#endif
