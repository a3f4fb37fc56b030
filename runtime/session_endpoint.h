// The socket at which the tests of a ctest find its session. Its name follows from the build tree and the identity of
// the ctest, so that tests need not pass anything to each other.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H

#include <sys/un.h>

#include <string>

#include "runtime/descriptor.h"
#include "runtime/platform.h"
#include "runtime/result.h"

namespace pf {

struct Endpoint {
    std::string socket;  // Short enough for sockaddr_un, however long the path of the build tree is.
    std::string lock;    // Locked while a session is being opened.
};

// Returns the endpoint in the directory pf-<uid> below $XDG_RUNTIME_DIR, or below /tmp if that variable is unset, too
// long or not writable. Makes the directory with mode 0700. Fails if it exists and others may access it.
Result<Endpoint> find_endpoint(const std::string& build_dir, const platform::ProcessIdentity& ctest);

enum class Presence { connected, nobody, gone };

struct Connection {
    Presence presence =
        Presence::nobody;  // nobody: there was no session. gone: a session was killed and left its socket.
    Descriptor socket;     // Set if `presence` is connected.
};

// Connects to the session if there is one. Fails if the socket belongs to another user.
Result<Connection> connect_to(const Endpoint& endpoint);

// The address and a new socket, for a process that listens or connects.
sockaddr_un address_of(const Endpoint& endpoint);
Result<Descriptor> make_local_socket();

}  // namespace pf

#endif
