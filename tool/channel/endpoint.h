// Where the tests of one ctest meet its session: a socket whose name follows from the build tree and from which ctest
// it is, so that nothing has to be handed from one test to the next.
#ifndef PARALLEL_FIXTURES_TOOL_CHANNEL_ENDPOINT_H
#define PARALLEL_FIXTURES_TOOL_CHANNEL_ENDPOINT_H

#include <functional>
#include <string>

#include "runtime/descriptor.h"
#include "runtime/platform.h"
#include "runtime/result.h"

namespace pf {

struct Endpoint {
    std::string socket;  // Short enough for an address, however deep the build tree is.
    std::string lock;    // Held while a session is opened.
};

// In pf-<uid> below $XDG_RUNTIME_DIR, or below /tmp where that is not set, too long or not writable. The directory is
// made (0700); the error says when it is there and is not this user's alone.
Result<Endpoint> find_endpoint(const std::string& build_dir, const platform::ProcessIdentity& ctest);

enum class Presence { connected, nobody, gone };

struct Connection {
    Presence presence = Presence::nobody;  // nobody: there was no session. gone: it left without taking its leave.
    Descriptor socket;                     // Of presence connected.
};

// The session's socket, if there is one.
Result<Connection> connect_to(const Endpoint& endpoint);

// The same, and where there is none `open` starts one that accepts at this listening socket. Of several callers at a
// time one opens and the others join.
using SessionOpener = std::function<Status(Descriptor listener)>;
Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open);

// Taken away by the session when it leaves.
void remove_endpoint(const Endpoint& endpoint);

}  // namespace pf

#endif
