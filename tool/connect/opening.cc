#include "tool/connect/opening.h"

#include <unistd.h>

#include <utility>

#include "runtime/signals.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr int kMaxTries = 100;

// Removes both files. REQUIRES: the caller holds the lock. Processes that wait for the lock see that its file is gone
// and create another.
void remove_files(const Endpoint& endpoint) {
    unlink(endpoint.socket.c_str());
    unlink(endpoint.lock.c_str());
}

}  // namespace

Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open) {
    for (int tries = 0; tries < kMaxTries; ++tries) {
        auto connection = connect_to(endpoint);
        if (!connection.ok()) {
            return connection.error();
        }
        if (connection->presence == Presence::connected) {
            return std::move(connection->socket);
        }
        const auto lock = FileLock::take(endpoint.lock, FileLock::Kind::exclusive, FileLock::Wait::yes);
        if (!lock.ok()) {
            return lock.error();
        }
        if (!lock->is_at(endpoint.lock)) {
            continue;  // A session that ended has removed the lock file.
        }
        connection = connect_to(endpoint);  // Another process may have started the session.
        if (!connection.ok() || connection->presence == Presence::connected) {
            continue;
        }
        // Ctrl-C would end this process, and the socket of a session that has not begun would stay.
        const BlockedSignals blocked(kEndingSignals);
        auto listener = listen_at(endpoint);
        if (!listener.ok()) {
            return listener;
        }
        if (Status opened = open(std::move(*listener)); !opened.ok()) {
            remove_files(endpoint);
            return opened.error();
        }
    }
    return Error{"the session at " + endpoint.socket + " ended whenever it was started; its journal may say why"};
}

void remove_endpoint(const Endpoint& endpoint) {
    const auto lock = FileLock::take(endpoint.lock, FileLock::Kind::exclusive, FileLock::Wait::yes);
    remove_files(endpoint);
}

}  // namespace pf
