// Checks that a test framework makes only at the end of a program, in the destructor of a static object. A forked test
// process does not run the destructors of objects that the set-up constructed, so the framework's adapter registers
// such a check here.
#ifndef PARALLEL_FIXTURES_RUNTIME_EXIT_CHECKS_H
#define PARALLEL_FIXTURES_RUNTIME_EXIT_CHECKS_H

namespace pf {

struct ExitChecks {
    // Returns why the checks cannot be made in this program, as a message for the user, or null if they can.
    const char* (*cannot_be_made)() = nullptr;
    // Called in a process before it forks test processes or sets up a nested fixture. Problems that exist now must not
    // be reported for them.
    void (*begin)() = nullptr;
    // Called last at the end of a process, after its exit handlers. Returns true if there are problems, and has then
    // printed them.
    bool (*failed_at_end)() = nullptr;
    // Called after a test whose process will run another test. Returns true if there are new problems, and has then
    // printed them.
    bool (*failed_between_tests)() = nullptr;
    const char* failure = "";  // The reason that a test fails with.
};

// Registers the checks; a program has one set. Not thread-safe.
void set_exit_checks(const ExitChecks& checks);

// Returns the registered checks, or null.
const ExitChecks* exit_checks();

}  // namespace pf

#endif
