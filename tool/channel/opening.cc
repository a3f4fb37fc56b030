#include "tool/channel/opening.h"

#include <unistd.h>

#include <utility>

#include "runtime/signals.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr int kTries = 100;

// For who holds the lock. Who waits for it sees that it has gone, and makes another.
void take_away(const Endpoint& endpoint) {
    unlink(endpoint.socket.c_str());
    unlink(endpoint.lock.c_str());
}

}  // namespace

Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open) {
    for (int tries = 0; tries < kTries; ++tries) {
        auto there = connect_to(endpoint);
        if (!there.ok()) {
            return there.error();
        }
        if (there->presence == Presence::connected) {
            return std::move(there->socket);
        }
        const auto lock = FileLock::take(endpoint.lock, FileLock::Kind::exclusive, FileLock::Wait::yes);
        if (!lock.ok()) {
            return lock.error();
        }
        if (!lock->is_at(endpoint.lock)) {
            continue;  // A session that left took it away.
        }
        there = connect_to(endpoint);  // Somebody may have been faster.
        if (!there.ok() || there->presence == Presence::connected) {
            continue;
        }
        // Ctrl-C would end this process, and the socket of a session that has not begun would stay.
        const BlockedSignals blocked(kEndingSignals);
        auto listener = listen_at(endpoint);
        if (!listener.ok()) {
            return listener;
        }
        if (Status opened = open(std::move(*listener)); !opened.ok()) {
            take_away(endpoint);
            return opened.error();
        }
    }
    return Error{"the session at " + endpoint.socket + " ends again and again; its journal may say why"};
}

void remove_endpoint(const Endpoint& endpoint) {
    const auto lock = FileLock::take(endpoint.lock, FileLock::Kind::exclusive, FileLock::Wait::yes);
    take_away(endpoint);
}

}  // namespace pf
