#include "tool/command/summary_signals.h"

#include <csignal>
#include <ctime>

#include "runtime/signals.h"

namespace pf {
namespace {

timespec repeated_until{};

void end_unless_repeated(int number) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec > repeated_until.tv_sec ||
        (now.tv_sec == repeated_until.tv_sec && now.tv_nsec > repeated_until.tv_nsec)) {
        static_cast<void>(std::signal(number, SIG_DFL));
        static_cast<void>(raise(number));  // The default action follows when this handler returns.
    }
}

void ignore_for_a_moment(int number) {
    constexpr long kMoment = 500000000;
    constexpr long kSecond = 1000000000;
    clock_gettime(CLOCK_MONOTONIC, &repeated_until);
    repeated_until.tv_nsec += kMoment;
    repeated_until.tv_sec += repeated_until.tv_nsec / kSecond;
    repeated_until.tv_nsec %= kSecond;
    struct sigaction act {};
    act.sa_handler = end_unless_repeated;
    act.sa_flags = SA_RESTART;
    sigaction(number, &act, nullptr);
}

}  // namespace

void unblock_signals(int ended_by) {
    if (ended_by != 0) {
        ignore_for_a_moment(ended_by);
    }
    unblock_all_signals();
}

}  // namespace pf
