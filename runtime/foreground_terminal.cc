#include "runtime/foreground_terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace pf {
namespace {

Descriptor open_terminal() { return Descriptor(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)); }

}  // namespace

bool has_terminal() { return static_cast<bool>(open_terminal()); }

ForegroundTerminal::ForegroundTerminal(pid_t owner)
    : owner_(owner), terminal_(owner != 0 ? open_terminal() : Descriptor()) {}

int ForegroundTerminal::offer() {
    if (!terminal_ || tcgetpgrp(terminal_.get()) != owner_) {
        return -1;
    }
    has_modes_ = has_modes_ || tcgetattr(terminal_.get(), &modes_) == 0;
    given_ = true;
    return terminal_.get();
}

void ForegroundTerminal::give_to(pid_t group) {
    const int terminal = offer();
    if (terminal >= 0) {
        tcsetpgrp(terminal, group);
    }
}

void ForegroundTerminal::take_back() {
    if (given_) {
        tcsetpgrp(terminal_.get(), owner_);
        given_ = false;
    }
}

void ForegroundTerminal::restore_modes() const {
    if (has_modes_ && tcgetpgrp(terminal_.get()) == owner_) {
        tcsetattr(terminal_.get(), TCSANOW, &modes_);
    }
}

void ForegroundTerminal::reclaim() {
    const pid_t front = terminal_ ? tcgetpgrp(terminal_.get()) : -1;
    if (front > 0 && front != owner_ && kill(-front, 0) != 0 && errno == ESRCH) {
        tcsetpgrp(terminal_.get(), owner_);
    }
}

}  // namespace pf
