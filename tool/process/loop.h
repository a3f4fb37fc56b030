// The one place where the helper waits.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_LOOP_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_LOOP_H

#include <poll.h>

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/descriptor.h"

namespace pf {

// Waits for descriptors that others own, level-triggered. A turn costs what is ready and what has changed since the
// turn before, however many descriptors are watched.
// THREADS: none. A process that is forked from the caller must not use it.
class Loop {
public:
    using Callback = std::function<void(short events)>;

    // Calls back from turn() while one of `events` (POLLIN, POLLOUT) or an error is there. Replaces an earlier watch of
    // the descriptor.
    void watch(int fd, short events, Callback callback);
    // Must be called before the descriptor is closed. May be called from a callback, also for another descriptor of the
    // same turn.
    void unwatch(int fd);

    // Waits until something is ready or `seconds` have passed (infinity: without limit), then calls back.
    void turn(double seconds);

private:
    struct Watch {
        short events = 0;
        short registered = 0;      // The events that the kernel reports; 0: it does not know the descriptor.
        std::uint64_t number = 0;  // Tells a descriptor from a later one with the same number.
        Callback callback;
    };
    struct Ready {
        int fd = -1;
        std::uint64_t number = 0;
        short events = 0;
    };

    void register_changes();
    bool tell_kernel(int fd, Watch& watch);
    std::vector<Ready> wait(int milliseconds);
    std::vector<Ready> poll_all(int milliseconds) const;

    Descriptor epoll_;
    std::unordered_map<int, Watch> watches_;
    std::vector<int> changed_;  // Descriptors whose watch the kernel may not know yet.
    // Descriptors that epoll refuses, such as regular files: these are always ready, as poll() has it.
    std::vector<int> refused_;
    std::uint64_t next_number_ = 0;
};

}  // namespace pf

#endif
