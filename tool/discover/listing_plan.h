// From a listing to fixtures, groups and tasks of the plan.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_PLAN_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_PLAN_H

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Makes each case a task of the group, with what set_parallel_fixture_tests_properties says of it. REQUIRES:
// check_listing finds nothing.
//
// Of a linked program, also the fixtures: one for the program, of the group's name, or "<group>/program" where the
// group's own call declared one of that name; and "<group>/<name>" for each that it has. Cases on different fixtures
// need groups of their own: the first keeps the group's entry, the others are copies of it, and all have it as `pool`.
//
// After an error the plan is as it was: a case with the id of another task, or a reserved one; a fixture whose name is
// taken, whose parent is not there or is itself below it, or whose scope is wider than its parent's.
Status add_listing(Plan& plan, GroupId group, const Listing& listing);

// The one task of a group whose program could not be listed: it stands on no fixture, and fails with this reason.
void add_listing_error(Plan& plan, GroupId group, const std::string& reason);

}  // namespace pf

#endif
