// Makes a command's process group the foreground group of the controlling terminal, as a shell does. Keys such as
// Ctrl-C and Ctrl-Z then reach the command only.
#ifndef PARALLEL_FIXTURES_RUNTIME_FOREGROUND_TERMINAL_H
#define PARALLEL_FIXTURES_RUNTIME_FOREGROUND_TERMINAL_H

#include <sys/types.h>
#include <termios.h>

#include "runtime/descriptor.h"

namespace pf {

// Returns true if the calling process has a controlling terminal.
bool has_terminal();

// Moves the terminal between the group that owns it and the group of a command. If there is no terminal, every function
// does nothing. REQUIRES: SIGTTOU is blocked, because the calling process may be in the background.
class ForegroundTerminal {
public:
    // `owner` is the process group that the terminal belongs to, in the session of the calling process; 0 disables the
    // object.
    explicit ForegroundTerminal(pid_t owner);

    // Returns the descriptor with which a child makes its group the foreground group (tcsetpgrp), and regards the
    // terminal as given away. Returns -1 if the owner is not the foreground group.
    int offer();
    void give_to(pid_t group);

    // Makes the owner the foreground group again if the terminal was given away.
    void take_back();
    // Restores the terminal modes of the first offer(). A debugger that is killed leaves the terminal without echo.
    void restore_modes() const;

    // Makes the owner the foreground group again if no process of the foreground group exists any more. For a process
    // that did not give the terminal away itself.
    void reclaim();

private:
    pid_t owner_;
    Descriptor terminal_;
    termios modes_{};
    bool has_modes_ = false;
    bool given_ = false;
};

}  // namespace pf

#endif
