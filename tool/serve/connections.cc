#include "tool/serve/connections.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "runtime/platform.h"
#include "runtime/session_message.h"

namespace pf {
namespace {

Descriptor make_spare() { return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

bool Connections::open(Loop& loop, Descriptor listener) {
    loop_ = &loop;
    listener_ = std::move(listener);
    if (!set_nonblocking(listener_.get()).ok()) {
        return false;  // The descriptor is not open.
    }
    spare_ = make_spare();
    loop.watch(listener_.get(), POLLIN, [this](short) { accept_all(); });
    return true;
}

void Connections::close() {
    clients.clear();
    loop_->unwatch(listener_.get());
    listener_.reset();
    spare_.reset();
}

void Connections::accept_all() {
    if (!spare_) {
        spare_ = make_spare();
    }
    while (true) {
        Descriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket && (errno == EMFILE || errno == ENFILE) && refuse_one()) {
            continue;
        }
        if (!socket) {
            return;
        }
        if (platform::peer_user(socket.get()) == getuid()) {
            clients.push_back(std::make_unique<Client>(*loop_, std::move(socket)));
        }
    }
}

// Returns false if no connection is pending: accept4() reports EMFILE before it looks for one.
bool Connections::refuse_one() {
    spare_.reset();
    Descriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    const bool pending = static_cast<bool>(socket);
    if (pending && platform::peer_user(socket.get()) == getuid()) {
        const std::string message =
            encode(FromSession(Refused{"the session has reached its limit of open files; raise it with `ulimit -n`"}));
        static_cast<void>(send(socket.get(), message.data(), message.size(), MSG_NOSIGNAL));
    }
    socket.reset();
    spare_ = make_spare();
    return pending;
}

}  // namespace pf
