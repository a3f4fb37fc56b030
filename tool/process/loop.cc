#include "tool/process/loop.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace pf {
namespace {

// The bits of poll() and of epoll are the same on Linux.
static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT && EPOLLERR == POLLERR && EPOLLHUP == POLLHUP);

constexpr std::size_t kEventsAtOnce = 64;  // The next turn gets those beyond.

int in_milliseconds(double seconds) {
    constexpr double kLongest = 3600;
    return static_cast<int>(std::ceil(std::clamp(seconds, 0.0, kLongest) * 1000));
}

}  // namespace

void Loop::watch(int fd, short events, Callback callback) {
    Watch& watch = watches_[fd];
    watch.events = events;
    watch.number = next_number_++;
    watch.callback = std::move(callback);
    changed_.push_back(fd);
}

// The kernel forgets the descriptor at once: a process that inherited it would keep it ready after the owner closed it.
void Loop::unwatch(int fd) {
    const auto found = watches_.find(fd);
    if (found == watches_.end()) {
        return;
    }
    if (found->second.registered != 0) {
        epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
    }
    refused_.erase(std::remove(refused_.begin(), refused_.end(), fd), refused_.end());
    watches_.erase(found);
}

void Loop::turn(double seconds) {
    if (!epoll_) {
        epoll_ = Descriptor(epoll_create1(EPOLL_CLOEXEC));
    }
    // Callbacks may change the watches, so each is looked up again and matched by its number.
    for (const Ready& ready : epoll_ ? wait(in_milliseconds(seconds)) : poll_all(in_milliseconds(seconds))) {
        const auto found = watches_.find(ready.fd);
        if (found != watches_.end() && found->second.number == ready.number) {
            const Callback callback = found->second.callback;  // It may remove its own watch.
            callback(ready.events);
        }
    }
}

void Loop::register_changes() {
    for (const int fd : changed_) {
        const auto found = watches_.find(fd);
        const bool refused = std::find(refused_.begin(), refused_.end(), fd) != refused_.end();
        if (found != watches_.end() && !refused && found->second.registered != found->second.events &&
            !tell_kernel(fd, found->second)) {
            refused_.push_back(fd);
        }
    }
    changed_.clear();
}

bool Loop::tell_kernel(int fd, Watch& watch) {
    epoll_event event{};
    event.events = static_cast<std::uint32_t>(watch.events);
    event.data.fd = fd;
    const int operation = watch.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    const bool told = epoll_ctl(epoll_.get(), operation, fd, &event) == 0;
    watch.registered = told ? watch.events : watch.registered;
    return told;
}

std::vector<Loop::Ready> Loop::wait(int milliseconds) {
    register_changes();
    std::array<epoll_event, kEventsAtOnce> events{};
    const int count =
        epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), refused_.empty() ? milliseconds : 0);
    std::vector<Ready> ready;  // Empty after a signal as well: the caller waits again.
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (const auto found = watches_.find(event.data.fd); found != watches_.end()) {
            ready.push_back({event.data.fd, found->second.number, static_cast<short>(event.events)});
        }
    }
    for (const int fd : refused_) {
        const Watch& watch = watches_.at(fd);
        ready.push_back({fd, watch.number, watch.events});
    }
    return ready;
}

// Used while the process has no descriptor left for epoll.
std::vector<Loop::Ready> Loop::poll_all(int milliseconds) const {
    std::vector<pollfd> polled;
    for (const auto& [fd, watch] : watches_) {
        polled.push_back({fd, watch.events, 0});
    }
    std::vector<Ready> ready;
    if (poll(polled.data(), polled.size(), milliseconds) > 0) {
        for (const pollfd& one : polled) {
            if (one.revents != 0) {
                ready.push_back({one.fd, watches_.at(one.fd).number, one.revents});
            }
        }
    }
    return ready;
}

}  // namespace pf
