// Listings of Catch2 programs, versions 2 and 3.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_CATCH2_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_CATCH2_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf {

// In these functions, `filter` is a test specification. An empty one selects all cases that are not hidden.

inline constexpr const char* kCatch2Everything = "*,[.]";  // The specification that selects hidden cases as well.

// Version 3 lists its cases as XML on stdout.
std::vector<std::string> catch2_v3_list_arguments(std::string_view filter);
Result<Listing> parse_catch2_v3_listing(std::string_view output);

// Version 2 lists unchanged names in one listing, and places and tags, broken into lines of 80 columns, in another.
std::vector<std::string> catch2_v2_name_arguments(std::string_view filter);
std::vector<std::string> catch2_v2_tag_arguments(std::string_view filter);
Result<Listing> parse_catch2_v2_listing(std::string_view names, std::string_view tags);

// Returns the test specification that selects the case of this name.
std::string catch2_pattern(std::string_view name);

}  // namespace pf

#endif
