// Fixtures with LINGER run in the fixture daemon of the build tree (tool/serve/fixture_daemon.h), which leases them to
// runs.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_FIXTURE_LEASES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_FIXTURE_LEASES_H

#include "tool/plan/plan.h"
#include "tool/session/context.h"

namespace pf {

// Returns how a run of this plan reaches the fixture daemon; nothing if no fixture of the plan has LINGER, or if the
// environment variable PARALLEL_FIXTURES_LINGER is OFF. Extends the set-up limits of these fixtures in the plan,
// because the daemon may have to tear an outdated fixture down before the set-up.
FixtureLeases fixture_leases(Plan& plan);

}  // namespace pf

#endif
