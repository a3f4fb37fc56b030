// What a framework checks only when a program ends, in a static destructor of its own. A process that was forked for a
// test runs no destructor of the process that set up, so the adapter of the framework says here how to check it.
#ifndef PARALLEL_FIXTURES_RUNTIME_EXIT_CHECKS_H
#define PARALLEL_FIXTURES_RUNTIME_EXIT_CHECKS_H

namespace pf {

struct ExitChecks {
    // Why the checks cannot be made in this program, for a person; null: they can.
    const char* (*cannot_be_made)() = nullptr;
    // Called in a process that will fork tests, or set a nested fixture up: what is wrong by now is not theirs.
    void (*begin)() = nullptr;
    // Called in the end of a process, after everything that it registered to run at its exit. True: what is wrong has
    // been printed.
    bool (*failed_at_end)() = nullptr;
    // Called after a test whose process is used again. What is wrong is told once.
    bool (*failed_between_tests)() = nullptr;
    const char* failure = "";  // The reason of a test that fails so.
};

// One set of checks for a program. Not thread-safe.
void set_exit_checks(const ExitChecks& checks);

// Null: there are none.
const ExitChecks* exit_checks();

}  // namespace pf

#endif
