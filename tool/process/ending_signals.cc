#include "tool/process/ending_signals.h"

#include <vector>

#include "runtime/platform.h"

namespace pf {
namespace {

const std::vector<int>& ending_signals() {
    static const std::vector<int> signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    return signals;
}

}  // namespace

EndingSignalsHeld::EndingSignalsHeld() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : ending_signals()) {
        sigaddset(&set, number);
    }
    sigprocmask(SIG_BLOCK, &set, &before_);
}

EndingSignalsHeld::~EndingSignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

Result<Descriptor> open_ending_signals() { return platform::open_signal_source(ending_signals()); }

}  // namespace pf
