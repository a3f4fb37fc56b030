#include "runtime/test_process.h"

#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <streambuf>
#include <typeinfo>
#include <utility>

#if __has_include(<ext/stdio_sync_filebuf.h>)
#include <ext/stdio_sync_filebuf.h>
#endif

#include "runtime/exit_checks.h"
#include "runtime/platform.h"

// Functions of the sanitizers and of coverage, which exist only in programs that are built with them.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): their names.
extern "C" {
int __lsan_do_recoverable_leak_check() __attribute__((weak));
void __lsan_ignore_object(const void*) __attribute__((weak));
void __sanitizer_set_report_fd(void*) __attribute__((weak));
void __tsan_init() __attribute__((weak));
void __gcov_dump() __attribute__((weak));
void __gcov_reset() __attribute__((weak));
int __cxa_thread_atexit(void (*destroy)(void*), void* object, void* library) noexcept;
void __cxa_finalize(void* library);
extern void* __dso_handle;
int __llvm_profile_write_file() __attribute__((weak));
void __llvm_profile_reset_counters() __attribute__((weak));
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace pf {
namespace {

void write_reports_to(int fd) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the function takes a descriptor as a pointer.
    __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
}

// The report contains a line such as "0x602000000010 (7 bytes)" for each object.
void show_and_ignore_leaks(std::FILE* report) {
    char line[4096];
    while (std::fgets(line, sizeof line, report) != nullptr) {
        static_cast<void>(std::fputs(line, stderr));
        void* object = nullptr;
        char size = 0;
        if (std::strncmp(line, "0x", 2) == 0 && std::sscanf(line, "%p (%c", &object, &size) == 2) {
            __lsan_ignore_object(object);
        }
    }
}

// Returns true for libstdc++'s unbuffered streambufs of the standard streams, which are used while those are
// synchronized with stdio.
bool is_unbuffered(const std::streambuf* buffer) {
#if defined(__cpp_rtti) && __has_include(<ext/stdio_sync_filebuf.h>)
    return buffer != nullptr && typeid(*buffer) == typeid(__gnu_cxx::stdio_sync_filebuf<char>);
#else
    return buffer == nullptr;
#endif
}

// Does what flush() does without its sentry, whose code is on pages that a new process needs for nothing else.
void sync(std::ostream& stream, const std::streambuf* without) {
    try {
        if (stream.rdbuf() != nullptr && stream.rdbuf() != without) {
            stream.rdbuf()->pubsync();
        }
    } catch (...) {  // A streambuf of the program threw; flush() would suppress that as well.
    }
}

std::array<std::ostream*, 3> standard_streams() { return {&std::cout, &std::cerr, &std::clog}; }

// What a process that exit_test_process() ends does last.
struct FinalStep {
    int (*run)(void*) = nullptr;
    void* context = nullptr;
};
FinalStep g_final_step;

void run_final_step() {
    if (g_final_step.run != nullptr) {
        const FinalStep step = std::exchange(g_final_step, {});
        end_test_process(step.run(step.context));
    }
}

// exit() first destroys the thread_local objects of its thread, the last one first. This entry precedes those that the
// set-up made, which belong to another process, and continues with the exit handlers instead.
void finish_exit(void* /*nothing*/) {
    if (g_final_step.run != nullptr) {
        __cxa_finalize(nullptr);
        run_final_step();
    }
}

// The buffers of standard streams that never hold anything, found by prepare_test_processes().
std::array<const std::streambuf*, 3> g_unbuffered{};

}  // namespace

SignalState SignalState::current() {
    SignalState state;
    for (int signal = 1; signal < NSIG; ++signal) {
        struct sigaction action {};
        if (sigaction(signal, nullptr, &action) == 0 && (signal == SIGCHLD || action.sa_handler != SIG_DFL)) {
            state.dispositions_.push_back({signal, action});
        }
    }
    sigprocmask(SIG_SETMASK, nullptr, &state.mask_);
    return state;
}

void SignalState::restore() const {
    for (const Disposition& disposition : dispositions_) {
        sigaction(disposition.signal, &disposition.action, nullptr);
    }
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
}

void SignalState::restore_from_default() const {
    for (const Disposition& disposition : dispositions_) {
        if (disposition.action.sa_handler != SIG_DFL) {
            sigaction(disposition.signal, &disposition.action, nullptr);
        }
    }
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
}

void flush_output() {
    static_cast<void>(std::fflush(nullptr));
    const auto streams = standard_streams();
    for (std::size_t i = 0; i < streams.size(); ++i) {
        sync(*streams[i], g_unbuffered[i]);
    }
}

void prepare_test_processes() {
    const auto streams = standard_streams();
    for (std::size_t i = 0; i < streams.size(); ++i) {
        g_unbuffered[i] = is_unbuffered(streams[i]->rdbuf()) ? streams[i]->rdbuf() : nullptr;
    }
    // The order matters: exit() calls the handler that receives the status first, while __cxa_finalize() knows only the
    // other.
    static_cast<void>(std::atexit(run_final_step));
    platform::at_exit([](int status) {
        run_final_step();
        // A test, or a child that it forked as a death test does, has called exit().
        const ExitChecks* const checks = exit_checks();
        end_test_process(checks != nullptr && checks->failed_at_end() ? 1 : status);
    });
    __cxa_thread_atexit(finish_exit, nullptr, &__dso_handle);
}

void exit_test_process(int (*final_step)(void*), void* context) {
    g_final_step = {final_step, context};
    std::exit(0);
}

void begin_test_process() {
    // The process that set up writes what was counted before the fork.
    if (__gcov_reset != nullptr) {
        __gcov_reset();
    }
    if (__llvm_profile_reset_counters != nullptr) {
        __llvm_profile_reset_counters();
    }
}

void end_test_process(int status) {
    flush_output();
    if (__gcov_dump != nullptr) {
        __gcov_dump();
    }
    if (__llvm_profile_write_file != nullptr) {
        __llvm_profile_write_file();
    }
    _exit(status);
}

bool report_leaks_once() {
    if (__lsan_ignore_object == nullptr || __sanitizer_set_report_fd == nullptr) {
        return false;
    }
    std::FILE* const report = std::tmpfile();
    if (report == nullptr) {
        return false;
    }
    write_reports_to(fileno(report));
    const bool found = found_leaks();
    write_reports_to(STDERR_FILENO);
    if (found) {
        std::rewind(report);
        show_and_ignore_leaks(report);
    }
    static_cast<void>(std::fclose(report));
    return found;
}

bool found_leaks() { return __lsan_do_recoverable_leak_check != nullptr && __lsan_do_recoverable_leak_check() != 0; }

bool has_thread_sanitizer() { return __tsan_init != nullptr; }

}  // namespace pf
