// Fixtures that linger (LINGER) are had by a process of their own, the fixture daemon of the build tree, and leased to
// runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_LENDING_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_LENDING_H

#include "tool/plan/plan.h"
#include "tool/session/context.h"

namespace pf {

// For a run of this plan, whose limits are changed: what lingers and is out of date is torn down before the set-up of
// its successor. Nothing where no fixture of it lingers, or PARALLEL_FIXTURES_LINGER is OFF.
FixtureLeases fixture_leases(Plan& plan);

}  // namespace pf

#endif
