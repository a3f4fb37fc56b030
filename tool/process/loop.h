// The one place where the helper waits.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_LOOP_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_LOOP_H

#include <poll.h>

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace pf {

// Level-triggered poll over descriptors that others own.
// THREADS: none.
class Loop {
public:
    using Callback = std::function<void(short events)>;

    // Calls back from turn() while one of `events` (POLLIN, POLLOUT) or an error is there. Replaces an earlier watch.
    void watch(int fd, short events, Callback callback);
    // May be called from a callback, also for another descriptor of the same turn.
    void unwatch(int fd);

    // Waits until something is ready or `seconds` have passed (infinity: without limit), then calls back.
    void turn(double seconds);

private:
    struct Watch {
        short events = 0;
        std::uint64_t number = 0;  // Tells a descriptor from a later one with the same number.
        Callback callback;
    };

    std::map<int, Watch> watches_;
    std::vector<pollfd> polled_;
    std::vector<std::uint64_t> numbers_;
    std::uint64_t next_number_ = 0;
    bool changed_ = true;
};

}  // namespace pf

#endif
