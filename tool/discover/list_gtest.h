// GoogleTest programs: how they are asked, and what they answer.
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

// Lists into `file` as JSON (GoogleTest 1.10 and later). `filter` as --gtest_filter has it; empty: all.
std::vector<std::string> gtest_list_arguments(std::string_view filter, const std::string& file);

// The names are Suite.Name; what GoogleTest has as disabled is so.
Result<Listing> parse_gtest_listing(std::string_view json);

}  // namespace pf

#endif
