// Starts the session of a ctest exactly once, whichever of its tests needs it first.
#ifndef PARALLEL_FIXTURES_TOOL_CONNECT_OPENING_H
#define PARALLEL_FIXTURES_TOOL_CONNECT_OPENING_H

#include <functional>

#include "runtime/descriptor.h"
#include "runtime/result.h"
#include "runtime/session_endpoint.h"

namespace pf {

// Connects to the session at the endpoint. If there is none, calls `open`, which must start a session that accepts at
// the listening socket. If several processes call this function at the same time, only one of them starts the session.
// Blocks while another process starts it.
using SessionOpener = std::function<Status(Descriptor listener)>;
Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open);

// Removes the socket and the lock file. The session calls it before it exits.
void remove_endpoint(const Endpoint& endpoint);

}  // namespace pf

#endif
