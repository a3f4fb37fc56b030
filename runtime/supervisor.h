// The one supervising program: a process that starts a command at a time, sees it end, and answers for everything that
// it leaves behind. Workers run tasks under it, fixture supervisors run fixtures; the kill rules are the same.
//
// It is a subreaper in a session of its own (no controlling terminal), so whatever a command leaves behind (setsid,
// double fork, ignored SIGTERM) becomes its child: `waitid(P_ALL)` answering ECHILD proves that nothing is left.
//
// Ways to end, each tested in tests/unit/runtime and tests/acceptance:
//   Leave received          -> everything below is killed, Swept is sent, exit 0
//   the socket closes       -> the session has gone: everything below is killed, exit 1
//   killed itself           -> its command gets the parent-death signal; the rest becomes the session's to kill
#ifndef PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_H
#define PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/message.h"

namespace pf {

// What a supervisor does that was forked from a linked program: instead of commands it starts forks of itself. What
// runs in them does not return. It has the supervisor's process group, the parent-death signal, descriptors 0 to 2 as a
// command has them, everything else as the supervisor had it.
class LinkedWork {
public:
    LinkedWork() = default;
    LinkedWork(const LinkedWork&) = delete;
    LinkedWork& operator=(const LinkedWork&) = delete;
    virtual ~LinkedWork() = default;

    // Once in the supervisor, before the first of them: what would cost each child the same.
    virtual void prepare() = 0;

    // In the supervisor, right before the fork for each test: what it writes to pages that it writes to anyway, its
    // child need not.
    virtual void prepare_test(const RunTest& test) = 0;

    // `requests`: -1, or a socket: after each test that has `reuse` a byte is written to it, and another RunTest frame
    // is read from it; its end is the end of the process.
    virtual void run_test(const RunTest& test, int data, int requests) = 0;
    virtual void run_fixture(const RunFixture& fixture, int data) = 0;

    // In the supervisor, when a test has ended, or rests to be asked again: what the test could not write to `data`
    // itself is written there.
    virtual void bring_home(int data) = 0;
};

struct SupervisorSetup {
    int control = -1;                      // Stream socket to the session; message.h.
    int output = -1;                       // Becomes descriptors 1 and 2 of every command.
    int data = -1;                         // stdout of commands with separate_stdout; -1: none.
    std::vector<std::string> environment;  // K=V, before each command's own.
    LinkedWork* work = nullptr;            // Forked from a linked program: RunTest and RunFixture, and no RunCommand.
    pid_t home_group = 0;                  // Not 0: commands run in the foreground, see below.
    int leak_grace_ms = 200;               // What a command leaves behind may take this long to end by itself.
};

// In the foreground: commands have the descriptors 0 to 2 and the session of the caller, and, where `home_group` has
// the terminal, that: it is leased to the command's process group and given back when the command stops or ends. Ctrl-Z
// and fg (Pause) are for that group alone, as from a shell: what a debugger holds is the debugger's to stop.

// Runs in a fresh fork and never returns. Closes every descriptor but those named; with `work` those of the program
// stay. AFTER FORK: allocates, so the forking process must have had one thread.
[[noreturn]] void supervise(SupervisorSetup setup);

}  // namespace pf

#endif
