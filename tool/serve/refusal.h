// A session that cannot work.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_REFUSAL_H
#define PARALLEL_FIXTURES_TOOL_SERVE_REFUSAL_H

#include <string>

#include "runtime/descriptor.h"

namespace pf {

// Tells every test of a ctest for what `reason` its session cannot work, and returns when that ctest has ended or a
// signal asks this process to end. What is to be torn down was never set up. `listener` accepts; `ctest` becomes
// readable when it ends.
void refuse_all(Descriptor listener, const Descriptor& ctest, const std::string& reason);

}  // namespace pf

#endif
