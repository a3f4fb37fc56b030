// doctest programs: how they are asked, and what they answer.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_DOCTEST_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_DOCTEST_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf {

// Lists into `file` as XML. `filter` as --test-case has it; empty: all.
std::vector<std::string> doctest_list_arguments(std::string_view filter, const std::string& file);

// A case in a suite is named <suite>/<name>, and has the suite as a label.
Result<Listing> parse_doctest_listing(std::string_view xml);

// Takes the suite away from the names that are unique in the program without it; `all` are its cases, of which
// `listing` has some.
void shorten_doctest_names(Listing& listing, const Listing& all);

}  // namespace pf

#endif
