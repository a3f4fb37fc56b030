// The clock of a run: seconds since its start, without the time for which the run was stopped.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_CLOCK_H
#define PARALLEL_FIXTURES_TOOL_SESSION_CLOCK_H

#include <chrono>
#include <cstdint>

namespace pf {

class Clock {
public:
    [[nodiscard]] double now() const {
        return std::chrono::duration<double>((paused_ ? paused_at_ : Monotonic::now()) - zero_).count();
    }

    // Returns the time of the run at this reading of the monotonic clock, if the run was not stopped after it.
    [[nodiscard]] double at(std::uint64_t microseconds) const {
        const Monotonic::time_point then{std::chrono::microseconds(microseconds)};
        return std::chrono::duration<double>(then - zero_).count();
    }

    void pause() {
        paused_at_ = Monotonic::now();
        paused_ = true;
    }

    void resume() {
        if (paused_) {
            zero_ += Monotonic::now() - paused_at_;
            paused_ = false;
        }
    }

private:
    using Monotonic = std::chrono::steady_clock;

    Monotonic::time_point zero_ = Monotonic::now();
    Monotonic::time_point paused_at_;
    bool paused_ = false;
};

}  // namespace pf

#endif
