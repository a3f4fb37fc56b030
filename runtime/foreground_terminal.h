// The controlling terminal, leased to the process group of one command: what is typed, Ctrl-C and Ctrl-Z included, is
// for that one, as in a shell.
#ifndef PARALLEL_FIXTURES_RUNTIME_TERMINAL_LOAN_H
#define PARALLEL_FIXTURES_RUNTIME_TERMINAL_LOAN_H

#include <sys/types.h>
#include <termios.h>

#include "runtime/descriptor.h"

namespace pf {

// The calling process has a controlling terminal.
bool has_terminal();

// Without a terminal, every call does nothing. REQUIRES: SIGTTOU is blocked, for the caller may stand in the
// background.
class ForegroundTerminal {
public:
    // `home`: the process group that leases it, of the caller's session; 0: nobody does.
    explicit ForegroundTerminal(pid_t home);

    // The descriptor with which a child takes the terminal for its own group (tcsetpgrp); it counts as leased from now
    // on. -1: home does not have it itself.
    int offer();
    void give_to(pid_t group);

    // Home has it again, unless it was not leased.
    void take_back();
    // As it was set when it was leased first: a debugger that was killed leaves it without echo.
    void restore_modes() const;

    // For who did not lend it: home has it again if nobody is left of the group that has it.
    void reclaim();

private:
    pid_t home_;
    Descriptor terminal_;
    termios modes_{};
    bool has_modes_ = false;
    bool given_ = false;
};

}  // namespace pf

#endif
