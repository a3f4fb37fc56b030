// The beginning and the end of a process that was forked for a test, and the state that a fork must preserve.
#ifndef PARALLEL_FIXTURES_RUNTIME_TEST_PROCESS_H
#define PARALLEL_FIXTURES_RUNTIME_TEST_PROCESS_H

#include <csignal>
#include <vector>

namespace pf {

// The signal dispositions and the signal mask of a process.
class SignalState {
public:
    SignalState() = default;

    // Returns those of the calling process.
    static SignalState current();

    // Restores them in a process that has since changed only SIGCHLD and the mask.
    void restore() const;
    // Restores them in a process that has since set all dispositions to the default, and changed the mask.
    void restore_from_default() const;

private:
    struct Disposition {
        int signal;
        struct sigaction action;
    };

    std::vector<Disposition> dispositions_;  // That of SIGCHLD, and all that are not the default.
    sigset_t mask_{};
};

// Writes the buffered output of stdio and iostreams, which a forked process would otherwise write again.
void flush_output();

// From now on exit() in this process and its forks runs only exit handlers and static destructors that are registered
// after this call. Earlier ones belong to the process that set up.
void prepare_test_processes();

// Call this first in a forked test process. Resets the coverage counters.
void begin_test_process();

// Writes buffered output and coverage data, and ends the process without exit handlers.
[[noreturn]] void end_test_process(int status);

// Ends the process as returning from main() does: runs what was registered to run at exit since
// prepare_test_processes(), and destroys thread_local objects that were made since then. Then calls
// `final_step(context)` and passes its result to end_test_process(). Handlers of on_exit() do not run.
[[noreturn]] void exit_test_process(int (*final_step)(void*), void* context);

// If LeakSanitizer is linked, reports the leaks so far, and hides them from later checks in this process and its forks.
// This needs LSAN_OPTIONS=report_objects=1. Returns true if there are leaks.
bool report_leaks_once();
// Checks for leaks. Returns true if there are any, and has then printed them.
bool found_leaks();

// Returns true if ThreadSanitizer is linked, which has a thread of its own.
bool has_thread_sanitizer();

}  // namespace pf

#endif
