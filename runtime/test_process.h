// The beginning and the end of a process that was forked for a test, and what a fork must not disturb.
#ifndef PARALLEL_FIXTURES_RUNTIME_TEST_PROCESS_H
#define PARALLEL_FIXTURES_RUNTIME_TEST_PROCESS_H

#include <csignal>
#include <string>
#include <vector>

namespace pf {

// Signal dispositions and mask of a process.
class SignalState {
public:
    SignalState() = default;

    // Those of the calling process.
    static SignalState current();

    // In a process that has changed nothing since but SIGCHLD, the mask, and what it set to its default.
    void restore() const;

private:
    struct Disposition {
        int signal;
        struct sigaction action;
    };

    std::vector<Disposition> dispositions_;  // SIGCHLD's, and those that are not the default.
    sigset_t mask_{};
};

// All output that is still in a buffer, stdio's and iostreams', is written: a fork would write it a second time.
void flush_output();

// From now on exit() in this process, or in what it forks, runs only what is registered after this call (atexit
// handlers, destructors of static objects): what was registered before belongs to the process that set up.
void prepare_test_processes();

// In the process itself.
void begin_test_process();

// Writes what is left of output and coverage, then ends. Nothing else of the program runs.
[[noreturn]] void end_test_process(int status);

// Ends the process as a program ends that has returned from main: what was registered to run at exit since
// prepare_test_processes() was called runs, and the destructors of thread_local objects that were made since then. Then
// `last_words(context)` runs, whose result is the status for end_test_process(). Handlers of on_exit() do not run.
[[noreturn]] void exit_test_process(int (*last_words)(void*), void* context);

// Sets and unsets: "K=V", "K". For good: the environment points into what it was given.
void change_environment(std::vector<std::string> changes);

// The environment of this process for what it forks for tests: what it was when this was made, changed for each test.
// Once it has set one, it must stay as long as the process.
class TestEnvironment {
public:
    TestEnvironment();

    // What `changes`, as of change_environment(), hold has to stay until the next.
    void set(const std::vector<std::string>& changes);

private:
    std::vector<char*> base_;
    std::vector<char*> block_;
};

// LeakSanitizer, where it is linked: reports what has leaked so far, and lets later checks, also of what is forked from
// this process, know nothing of it. For that the report has to name the objects: LSAN_OPTIONS=report_objects=1.
// True: there are leaks.
bool report_leaks_once();
// True: there are leaks, and they were printed.
bool found_leaks();

// ThreadSanitizer is linked; it has a thread of its own.
bool has_thread_sanitizer();

}  // namespace pf

#endif
