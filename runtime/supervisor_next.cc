// The part of Supervisor that begins the next test by itself.
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "runtime/supervisor_state.h"

namespace pf {

void Supervisor::on(RunTest& test) {
    if (!test.next) {
        start_test(test);
        return;
    }
    std::swap(next_, test);
    has_next_ = true;
    if (state_ == State::idle && well_) {
        has_next_ = false;
        send(Began{next_.number, microseconds_now()});
        begin_next();
    } else if ((state_ != State::running && state_ != State::leak_grace) || reported_started_ || signalled_ ||
               paused_) {
        hand_back();
    }
}

void Supervisor::on(const TakeNextBack& /*message*/) { hand_back(); }

void Supervisor::hand_back() {
    if (std::exchange(has_next_, false)) {
        send(HandedBack{next_.number});
    }
}

// A test that takes longer is reported with Started, and from then on the session reads what it prints. So if the next
// test begins, the session has read nothing of this one, and `unread` says where the output of the next one begins.
bool Supervisor::ended_well() const {
    return work_ != nullptr && !requests_ && ended_.exit_code == 0 && !ended_.report.empty() && ended_.leaked.empty() &&
           !ended_.private_dir_left && ended_.unread >= 0 && !reported_started_ && !signalled_ && !paused_;
}

void Supervisor::note_unread() {
    int bytes = -1;
    ended_.unread = work_ != nullptr && ioctl(STDOUT_FILENO, FIONREAD, &bytes) == 0 ? bytes : -1;
}

void Supervisor::begin_next() { start_test(next_); }

std::uint64_t Supervisor::microseconds_now() {
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch());
    return static_cast<std::uint64_t>(now.count());
}

}  // namespace pf
