#include "tool/channel/opening.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

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

// Blocks signals such as that of Ctrl-C: otherwise the socket of a session that has not started would remain.
class NoInterruption {
public:
    NoInterruption() {
        sigset_t ending;
        sigemptyset(&ending);
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
            sigaddset(&ending, number);
        }
        sigprocmask(SIG_BLOCK, &ending, &before_);
    }
    ~NoInterruption() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    NoInterruption(const NoInterruption&) = delete;
    NoInterruption& operator=(const NoInterruption&) = delete;

private:
    sigset_t before_{};
};

Result<Descriptor> listen_at(const Endpoint& endpoint) {
    auto listener = make_local_socket();
    if (!listener.ok()) {
        return listener;
    }
    constexpr int kBacklog = 4096;
    const sockaddr_un address = address_of(endpoint);
    unlink(endpoint.socket.c_str());  // A killed session may have left its socket. Nobody listens there, because the
                                      // caller holds the lock.
    const mode_t before = umask(S_IRWXG | S_IRWXO | S_IXUSR);
    const bool bound = bind(listener->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int number = errno;
    umask(before);
    if (!bound || listen(listener->get(), kBacklog) != 0) {
        return system_error("listen at " + endpoint.socket, bound ? errno : number);
    }
    return listener;
}

}  // namespace

Result<Descriptor> connect_or_open(const Endpoint& endpoint, const SessionOpener& open) {
    for (int tries = 0; tries < kMaxTries; ++tries) {
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
            continue;  // A session that ended has removed the lock file.
        }
        there = connect_to(endpoint);  // Another process may have started the session.
        if (!there.ok() || there->presence == Presence::connected) {
            continue;
        }
        const NoInterruption whole;
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
