// Listings of doctest programs.
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

// Returns the arguments that list the cases into `file` as XML. `filter` is a value of --test-case. Empty: all cases.
std::vector<std::string> doctest_list_arguments(std::string_view filter, const std::string& file);

// Names a case in a suite <suite>/<name>, and gives it the suite as a label.
Result<Listing> parse_doctest_listing(std::string_view xml);

// Removes the suite from names that are unique in the program without it. `all` has all cases of the program. A linked
// program still runs them by their names with the suite.
void shorten_doctest_names(Listing& listing, const Listing& all);

}  // namespace pf

#endif
