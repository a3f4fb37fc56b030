// Adds the fixtures, groups and tasks of a listing to the plan.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_PLAN_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_PLAN_H

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Makes each case a task of the group, with the values of set_parallel_fixture_tests_properties. The listing must pass
// check_listing().
//
// For a linked program, the fixtures are added as well: one for the program with the group's name, or "<group>/program"
// if the project declared a fixture of that name, and "<group>/<name>" for each fixture of the program. Cases that
// require different fixtures are in different groups. The first of these is the given group, the others are copies of
// it, and all have it as their `pool`.
//
// A case whose id is reserved gets a number. If a case has the id of another task, that task fails, in place of both.
//
// It is an error if a fixture has a name that exists, a parent that does not exist or requires it, or a scope that is
// wider than its parent's. The plan is then unchanged.
Status add_listing(Plan& plan, GroupId group, const Listing& listing);

// Adds the one task, "<group>.DISCOVERY_FAILED", of a group whose program could not be listed. It requires no fixture
// and fails with this reason.
void add_listing_error(Plan& plan, GroupId group, const std::string& reason);

}  // namespace pf

#endif
