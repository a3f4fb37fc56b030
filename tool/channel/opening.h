// Opens the session of a ctest, once, whoever of its tests comes first.
#ifndef PARALLEL_FIXTURES_TOOL_CHANNEL_OPENING_H
#define PARALLEL_FIXTURES_TOOL_CHANNEL_OPENING_H

#include <functional>

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "runtime/session_endpoint.h"

namespace pf {

// Connects, and where there is no session `open` starts one that accepts at this listening socket. Of several callers
// at a time one opens and the others join.
using SessionOpener = std::function<Status(Descriptor listener)>;
Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open);

// Taken away by the session when it leaves.
void remove_endpoint(const Endpoint& endpoint);

}  // namespace pf

#endif
