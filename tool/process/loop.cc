#include "tool/process/loop.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pf {

void Loop::watch(int fd, short events, Callback callback) {
    watches_[fd] = {events, next_number_++, std::move(callback)};
    changed_ = true;
}

void Loop::unwatch(int fd) { changed_ = watches_.erase(fd) != 0 || changed_; }

void Loop::turn(double seconds) {
    if (std::exchange(changed_, false)) {
        polled_.clear();
        numbers_.clear();
        for (const auto& [fd, watch] : watches_) {
            polled_.push_back({fd, watch.events, 0});
            numbers_.push_back(watch.number);
        }
    }
    constexpr double kLongest = 3600;
    const int timeout = static_cast<int>(std::ceil(std::clamp(seconds, 0.0, kLongest) * 1000));
    if (poll(polled_.data(), polled_.size(), timeout) <= 0) {
        return;  // Nothing yet, or a signal: the caller looks again.
    }
    // Callbacks may change the watches, so each is looked up anew and matched by its number.
    const std::vector<pollfd> ready = polled_;
    const std::vector<std::uint64_t> numbers = numbers_;
    for (std::size_t i = 0; i < ready.size(); ++i) {
        if (ready[i].revents == 0) {
            continue;
        }
        const auto found = watches_.find(ready[i].fd);
        if (found != watches_.end() && found->second.number == numbers[i]) {
            const Callback callback = found->second.callback;  // It may remove its own watch.
            callback(ready[i].revents);
        }
    }
}

}  // namespace pf
