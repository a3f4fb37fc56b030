// A supervisor is a process that runs one command at a time, reports its end, and kills what it leaves behind. A worker
// runs tasks under a supervisor and a fixture its set-up, service and teardown, with the same kill rules.
//
// A supervisor is a subreaper in a session of its own, without a controlling terminal. Whatever a command leaves behind
// (setsid, double fork, ignored SIGTERM) therefore becomes its child, and ECHILD from `waitid(P_ALL)` proves that
// nothing is left.
//
// A supervisor ends in one of three ways, each tested in tests/unit/runtime and tests/acceptance:
//   Leave is received     It kills all descendants, sends Swept and exits with 0.
//   The socket closes     The session has gone. It kills all descendants and exits with 1.
//   It is killed          Its command receives the parent-death signal, and the session kills the other descendants.
#ifndef PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_H
#define PARALLEL_FIXTURES_RUNTIME_SUPERVISOR_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/message.h"

namespace pf {

// The work of a supervisor in a linked program, which forks itself instead of starting commands. The forked process has
// the supervisor's process group, the parent-death signal and a command's descriptors 0 to 2; everything else is as in
// the supervisor. run_test() and run_fixture() must not return in it.
class LinkedWork {
public:
    LinkedWork() = default;
    LinkedWork(const LinkedWork&) = delete;
    LinkedWork& operator=(const LinkedWork&) = delete;
    virtual ~LinkedWork() = default;

    // Called once in the supervisor before the first fork, for work that each child would otherwise repeat.
    virtual void prepare() = 0;

    // Called in the supervisor right before the fork for each test. What it writes to pages that it writes to anyway
    // need not be written, and copied, by the child.
    virtual void prepare_test(const RunTest& test) = 0;

    // Runs tests in a forked process. `requests` is -1 or a socket: after each test with `reuse` the process writes one
    // byte to the socket and reads another RunTest from it, and ends at the end of file.
    virtual void run_test(const RunTest& test, int requests) = 0;
    virtual void run_fixture(const RunFixture& fixture, int data) = 0;

    // Called in the supervisor after each test. Sets `report` to what the test process has reported (Ended).
    virtual void take_report(std::string& report) = 0;
};

struct SupervisorSetup {
    int control = -1;                      // Stream socket to the session (message.h).
    int output = -1;                       // Becomes descriptors 1 and 2 of every command.
    int data = -1;                         // stdout of commands with separate_stdout, or a fixture's channel; -1: none.
    std::vector<std::string> environment;  // "K=V"; each command adds its own changes.
    LinkedWork* work = nullptr;            // For a linked program: runs RunTest and RunFixture instead of RunCommand.
    pid_t owner_group = 0;                 // Nonzero: commands run in the foreground, as described below.
    int leak_grace_ms = 200;               // Time that descendants of a command have to end by themselves.
    int report_started_ms = 20;            // A command that runs for longer is reported with Started.
};

// In the foreground, commands share the caller's session and descriptors 0 to 2. If `owner_group` is the terminal's
// foreground group, each command's process group takes its place until the command stops or ends. A Pause applies to
// that group only, as in a shell: processes that a debugger controls are stopped by the debugger.

// Turns the calling process, which must be a new fork of a process with one thread, into a supervisor. Closes all
// descriptors except those in `setup`; with `work`, those of the program stay open. Allocates memory.
[[noreturn]] void supervise(SupervisorSetup setup);

}  // namespace pf

#endif
