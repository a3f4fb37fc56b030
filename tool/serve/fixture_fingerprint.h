// Tells whether fixtures with LINGER that an earlier run left running are still those that the plan describes.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_FINGERPRINT_H
#define PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_FINGERPRINT_H

#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Returns 16 hexadecimal digits that change when anything changes with which the fixtures with LINGER are set up: their
// keys in the plan, the programs and files that their commands name (compared by modification time, size and inode, not
// by content), and `environment` ("K=V" each), except variables that describe the terminal, such as TERM or PWD.
// Returns
// "" if no fixture of the plan has LINGER.
std::string fixture_fingerprint(const Plan& plan, const std::vector<std::string>& environment);

}  // namespace pf

#endif
