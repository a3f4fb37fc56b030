#include "runtime/test_process.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <list>

#include "runtime/platform.h"

// Parts of the sanitizers and of coverage, there only where the program was built with them.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): their names.
extern "C" {
int __lsan_do_recoverable_leak_check() __attribute__((weak));
void __lsan_ignore_object(const void*) __attribute__((weak));
void __sanitizer_set_report_fd(void*) __attribute__((weak));
void __tsan_init() __attribute__((weak));
void __gcov_dump() __attribute__((weak));
void __gcov_reset() __attribute__((weak));
int __llvm_profile_write_file() __attribute__((weak));
void __llvm_profile_reset_counters() __attribute__((weak));
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

namespace pf {
namespace {

void write_reports_to(int fd) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the sanitizers take a descriptor for a pointer.
    __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
}

// "0x602000000010 (7 bytes)" is a line for each object.
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

void flush_output() {
    static_cast<void>(std::fflush(nullptr));
    std::cout.flush();
    std::cerr.flush();
    std::clog.flush();
}

void prepare_test_processes() {
    platform::at_exit([](int status) { end_test_process(status); });
}

void begin_test_process() {
    // What was counted before the fork is written by the process that set up.
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

void change_environment(const std::vector<std::string>& changes) {
    // Not setenv(): in a fresh process its tree of values, its growing array and the first calls of what it needs cost
    // a dozen pages. What the environment points into is for good: static destructors may look into it.
    static auto& texts = *new std::list<std::vector<std::string>>;
    static auto& block = *new std::vector<char*>;
    std::vector<char*> next;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        next.push_back(*entry);
    }
    for (std::string& change : texts.emplace_back(changes)) {
        const std::size_t equals = change.find('=');
        const std::size_t length = std::min(equals, change.size());
        const auto known = std::find_if(next.begin(), next.end(), [&](const char* entry) {
            return std::strncmp(entry, change.c_str(), length) == 0 && entry[length] == '=';
        });
        if (equals == std::string::npos) {
            next.erase(known, known == next.end() ? known : known + 1);
        } else if (known == next.end()) {
            next.push_back(change.data());
        } else {
            *known = change.data();
        }
    }
    next.push_back(nullptr);
    block.swap(next);
    environ = block.data();
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
