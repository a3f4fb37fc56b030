// What the fixtures of a plan that linger are made of.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_LENDING_STATE_H
#define PARALLEL_FIXTURES_TOOL_SERVE_LENDING_STATE_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Differs when anything that they were set up with differs: what the plan says of them, the programs and files that
// their commands name (by time, size and number, not by content), `environment` (K=V) but for what only says where a
// person sits, as TERM or PWD. Letters and digits; empty: nothing lingers.
std::string fixture_fingerprint(const Plan& plan, const std::vector<std::string>& environment);

}  // namespace pf

#endif
