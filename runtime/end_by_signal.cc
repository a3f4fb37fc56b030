#include "runtime/end_by_signal.h"

#include <sys/resource.h>

#include <csignal>

namespace pf {

int end_by_signal(int number) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    static_cast<void>(std::signal(number, SIG_DFL));
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, nullptr);
    static_cast<void>(raise(number));
    constexpr int kBySignal = 128;
    return kBySignal + number;
}

int end_by_abort() { return end_by_signal(SIGABRT); }

}  // namespace pf
