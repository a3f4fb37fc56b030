#include "runtime/signals.h"

namespace pf {
namespace {

void on_child(int /*signal*/) {}

}  // namespace

BlockedSignals::BlockedSignals(std::initializer_list<int> signals) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals) {
        sigaddset(&set, signal);
    }
    pthread_sigmask(SIG_BLOCK, &set, &before_);
}

void BlockedSignals::restore() const { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

void unblock_all_signals() {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

void block_all_signals() {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
}

sigset_t block_all_but_sigchld() {
    struct sigaction action {};
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, nullptr);
    sigset_t mask;
    sigfillset(&mask);
    sigprocmask(SIG_SETMASK, &mask, nullptr);
    sigdelset(&mask, SIGCHLD);
    return mask;
}

}  // namespace pf
