#include "tool/serve/reception.h"

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "runtime/platform.h"

namespace pf {

bool Reception::open(Loop& loop, Descriptor listener) {
    loop_ = &loop;
    listener_ = std::move(listener);
    if (!set_nonblocking(listener_.get()).ok()) {
        return false;  // A bad descriptor.
    }
    loop.watch(listener_.get(), POLLIN, [this](short) { let_in(); });
    return true;
}

void Reception::close() {
    guests.clear();
    loop_->unwatch(listener_.get());
    listener_.reset();
}

void Reception::let_in() {
    while (true) {
        Descriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket) {
            return;
        }
        if (platform::peer_user(socket.get()) == getuid()) {
            guests.push_back(std::make_unique<Guest>(*loop_, std::move(socket)));
        }
    }
}

}  // namespace pf
