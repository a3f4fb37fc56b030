// What is left of a session that cannot start: it tells its clients why.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_REFUSE_CLIENTS_H
#define PARALLEL_FIXTURES_TOOL_SERVE_REFUSE_CLIENTS_H

#include <string>

#include "runtime/descriptor.h"

namespace pf {

// Answers every test that connects to `listener` with `reason`, except that teardown tests pass because nothing was set
// up. Returns when `ctest` becomes readable, which means that ctest has ended, or when a signal asks this process to
// end.
void refuse_clients(Descriptor listener, const Descriptor& ctest, const std::string& reason);

}  // namespace pf

#endif
