// The part of Supervisor that signals, kills and pauses what runs.
#include <unistd.h>

#include <csignal>

#include "runtime/process_tree.h"
#include "runtime/supervisor_state.h"

namespace pf {

void Supervisor::on(const SignalAll& message) {
    if (message.test != 0 && message.test != number_) {
        return;  // That test has ended, and another one has begun.
    }
    signalled_ = true;
    well_ = false;
    hand_back();
    // The supervisor is in its own group and blocks all signals that can be blocked.
    const pid_t group = foreground_ ? main_process_ : getpgrp();
    signal_descendants(message.signal, message.signal == SIGKILL || message.signal == SIGSTOP ? 0 : group);
    signal_descendants(SIGCONT, group);
}

void Supervisor::on(const KillAll& message) {
    if (message.test != 0 && message.test != number_) {
        return;
    }
    signalled_ = true;
    well_ = false;
    hand_back();
    signal_descendants(SIGKILL, foreground_ ? main_process_ : 0);
    // Until the command and its descendants have ended.
    killing_ = state_ == State::running || state_ == State::leak_grace;
    look_ = true;
}

void Supervisor::on(const Pause& message) {
    if (message.paused == paused_) {
        return;
    }
    paused_ = message.paused;
    hand_back();
    if (foreground_) {
        pause_job();
    } else {
        signal_descendants(paused_ ? SIGSTOP : SIGCONT, 0);
    }
    // A pause does not count as run time.
    if (paused_) {
        paused_at_ = Clock::now();
    } else {
        started_ += Clock::now() - paused_at_;
        leak_deadline_ += Clock::now() - paused_at_;
    }
}

void Supervisor::pause_job() {
    if (main_process_ == 0) {
        return;
    }
    if (paused_) {
        foreground_terminal_.take_back();
    } else {
        foreground_terminal_.give_to(main_process_);
    }
    kill(-main_process_, paused_ ? SIGSTOP : SIGCONT);
}

}  // namespace pf
