// Names the cases of a listing as gtest_discover_tests(), catch_discover_tests() or doctest_discover_tests() name them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_CASE_NAMES_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_CASE_NAMES_H

#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Gives the cases the names and labels that `names` asks for, and leaves out those that the framework's call does not
// list. If that call gives two cases one name, the second has a number (runtime/unique_names.h).
void name_cases(Listing& listing, const CaseNames& names);

}  // namespace pf

#endif
