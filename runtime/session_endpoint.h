// Where the tests of one ctest meet its session: a socket whose name follows from the build tree and from which ctest
// it is, so that nothing has to be handed from one test to the next.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H

#include <sys/un.h>

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

// For who listens there or connects.
sockaddr_un address_of(const Endpoint& endpoint);
Result<Descriptor> make_local_socket();

}  // namespace pf

#endif
