// The socket at which the tests of a ctest find its session. Its name follows from the build tree and the identity of
// the ctest, so that tests need not pass anything to each other.
#ifndef PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H
#define PARALLEL_FIXTURES_RUNTIME_SESSION_ENDPOINT_H

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

// nobody: there was no session. gone: a session was killed and left its socket.
enum class Presence { connected, nobody, gone };

struct Connection {
    Presence presence = Presence::nobody;
    Descriptor socket;  // Set if `presence` is connected.
};

// Connects to the session if there is one. Fails if the socket belongs to another user.
Result<Connection> connect_to(const Endpoint& endpoint);

// Returns a socket that listens at the endpoint and that only this user can connect to. Replaces the socket of a
// process that was killed; the caller must make sure that no other process is listening, for example by holding the
// lock.
Result<Descriptor> listen_at(const Endpoint& endpoint);

}  // namespace pf

#endif
