// Implementation for GoogleTest programs; docs/design/gtest.md explains it. A program that uses it is linked with
// --wrap=__cxa_atexit (cmake/ParallelFixturesRuntime.cmake). It refers only to
// GoogleMock's AllowLeak(), and weakly, so that programs without GoogleMock link as well.
#include "runtime/gmock_leaks.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/exit_checks.h"
#include "runtime/test_process.h"
#include "runtime/wrapper.h"

#define PF_ALLOW_LEAK "_ZN7testing4Mock9AllowLeakEPKv"

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names are the linker's.
extern "C" {
void pf_allow_leak(const void* mock) __asm__(PF_ALLOW_LEAK) __attribute__((weak));
int __real___cxa_atexit(void (*destroy)(void*), void* object, void* library) __attribute__((weak));
int __wrap___cxa_atexit(void (*destroy)(void*), void* object, void* library);
}

namespace parallel_fixtures {
namespace {

// Large enough to include the part of a std::map that changes when the map receives its first element.
constexpr std::size_t kSample = 48;

// A static object with a destructor, and its bytes when its constructor had ended.
struct StaticObject {
    void (*destroy)(void*) = nullptr;
    void* object = nullptr;
    std::size_t size = 0;  // Of `sample`; less than kSample if the next page is not mapped.
    unsigned char sample[kSample] = {};
};

// Static constructors of other files run before those of this file, so nothing here may need one.
std::atomic_flag recorded_lock = ATOMIC_FLAG_INIT;
StaticObject* recorded = nullptr;
std::size_t recorded_count = 0;
std::size_t recorded_capacity = 0;
bool recording_is_over = false;

std::size_t readable(const void* object) {
    constexpr std::uintptr_t kPage = 4096;
    const std::uintptr_t left = kPage - reinterpret_cast<std::uintptr_t>(object) % kPage;
    if (left >= kSample) {
        return kSample;
    }
    unsigned char resident = 0;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): this is the address of the next page.
    void* const next = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(object) + left);
    return mincore(next, kPage, &resident) == 0 ? kSample : left;
}

void record(void (*destroy)(void*), void* object) {
    while (recorded_lock.test_and_set(std::memory_order_acquire)) {
    }
    if (recorded_count == recorded_capacity) {
        const std::size_t room = recorded_capacity == 0 ? 64 : 2 * recorded_capacity;
        void* const larger = recording_is_over ? nullptr : std::realloc(recorded, room * sizeof(StaticObject));
        recorded = larger != nullptr ? static_cast<StaticObject*>(larger) : recorded;
        recorded_capacity = larger != nullptr ? room : recorded_capacity;
    }
    if (!recording_is_over && recorded_count < recorded_capacity) {
        StaticObject& next = recorded[recorded_count++];
        next.destroy = destroy;
        next.object = object;
        next.size = readable(object);
        std::memcpy(next.sample, object, next.size);
    }
    recorded_lock.clear(std::memory_order_release);
}

// The object in which GoogleMock registers mock objects. Its destructor reports those that are left.
class Registry {
public:
    // Finds the recorded object that changes when GoogleMock learns of a mock object. If GoogleMock is a shared
    // library, finds the destructors of that library.
    void find();
    [[nodiscard]] bool found() const { return known_ || library_end_ != nullptr; }
    // Returns true only if no mock object is registered.
    [[nodiscard]] bool empty() const {
        return known_ && std::memcmp(object_.object, object_.sample, object_.size) == 0;
    }
    // Runs the destructor. If mock objects have leaked, it prints them and ends the process with status 1.
    void destroy() const;

private:
    void find_library();

    bool known_ = false;
    StaticObject object_;
    const link_map* library_ = nullptr;
    void (*const* library_begin_)() = nullptr;
    void (*const* library_end_)() = nullptr;
};

// Runs `body` in a forked child and returns what the child writes to the descriptor that `body` is given; "" if there
// can be no child. `body` must end the child.
template <typename Body>
std::string written_by_child(Body body) {
    int ends[2];
    if (pipe(ends) != 0) {
        return "";
    }
    const pid_t child = fork();
    if (child == 0) {
        pf::stop_valgrind_reports();
        body(ends[1]);
        _exit(1);
    }
    close(ends[1]);
    std::string text = child > 0 ? pf::read_all(ends[0]) : "";
    close(ends[0]);
    if (child > 0) {
        waitpid(child, nullptr, 0);
    }
    return text;
}

// Registers a mock object in a forked child and returns the index of the recorded object that changes there, or -1.
int index_of_changed_object() {
    const std::string written = written_by_child([](int out) {
        for (std::size_t i = 0; i < recorded_count; ++i) {
            std::memcpy(recorded[i].sample, recorded[i].object, recorded[i].size);
        }
        static char mock;
        pf_allow_leak(&mock);
        int index = -1;
        for (std::size_t i = 0; i < recorded_count && index < 0; ++i) {
            const StaticObject& one = recorded[i];
            index = std::memcmp(one.sample, one.object, one.size) != 0 ? static_cast<int>(i) : -1;
        }
        _exit(write(out, &index, sizeof index) == sizeof index ? 0 : 1);
    });
    int index = -1;
    if (written.size() == sizeof index) {
        std::memcpy(&index, written.data(), sizeof index);
    }
    return index;
}

void Registry::find() {
    const int index = index_of_changed_object();
    if (index >= 0) {
        known_ = true;
        object_ = recorded[index];
    } else {
        find_library();
    }
    recording_is_over = true;
    std::free(recorded);
    recorded = nullptr;
    recorded_count = recorded_capacity = 0;
}

// Considers libraries named libgmock* only: another library may contain destructors of the user's, which must not run.
void Registry::find_library() {
    const auto look = [](dl_phdr_info* object, std::size_t /*size*/, void* into) {
        const char* const slash = std::strrchr(object->dlpi_name, '/');
        const char* const name = slash != nullptr ? slash + 1 : object->dlpi_name;
        void* const library =
            std::strncmp(name, "libgmock", 8) == 0 ? dlopen(object->dlpi_name, RTLD_LAZY | RTLD_NOLOAD) : nullptr;
        if (library == nullptr || dlsym(library, PF_ALLOW_LEAK) == nullptr) {
            return 0;
        }
        *static_cast<const link_map**>(into) = static_cast<const link_map*>(library);  // glibc's handles are link maps.
        return 1;
    };
    dl_iterate_phdr(look, static_cast<void*>(&library_));
    std::size_t size = 0;
    ElfW(Addr) at = 0;
    for (const ElfW(Dyn)* entry = library_ != nullptr ? library_->l_ld : nullptr;
         entry != nullptr && entry->d_tag != DT_NULL; ++entry) {
        at = entry->d_tag == DT_FINI_ARRAY ? library_->l_addr + entry->d_un.d_ptr : at;
        size = entry->d_tag == DT_FINI_ARRAYSZ ? entry->d_un.d_val : size;
    }
    if (at != 0) {
        library_begin_ = reinterpret_cast<void (*const*)()>(at);  // NOLINT(performance-no-int-to-ptr)
        library_end_ = library_begin_ + size / sizeof(*library_begin_);
    }
}

void Registry::destroy() const {
    if (known_) {
        object_.destroy(object_.object);
        return;
    }
    for (auto next = library_end_; next != library_begin_;) {
        (*--next)();
    }
}

Registry& registry() {
    static Registry only;  // It needs no destructor, so it can be used until the end.
    return only;
}

// Returns what GoogleMock would print now, determined in a forked child; "" if it would print nothing.
std::string predicted_report() {
    pf::flush_output();
    return written_by_child([](int out) {
        dup2(out, STDOUT_FILENO);
        registry().destroy();
        _exit(0);
    });
}

// Finds each mock object that has leaked: "Its address is @0x5581."
std::vector<const void*> addresses_in(const std::string& report) {
    static const std::string before = "Its address is @";
    std::vector<const void*> addresses;
    for (std::size_t at = report.find(before); at != std::string::npos; at = report.find(before, at + 1)) {
        void* address = nullptr;
        if (std::sscanf(report.c_str() + at + before.size(), "%p", &address) == 1) {
            addresses.push_back(address);
        }
    }
    return addresses;
}

const char* cannot_be_checked() {
    return registry().found() ? nullptr
                              : "mock objects that a test leaks could not be reported: GoogleMock is part of a shared "
                                "library of another name; link that library with ParallelFixtures::gtest too, or link "
                                "GoogleMock statically or as libgmock.so";
}

// Exempts the mock objects that exist now, because the tests that follow did not leak them.
void allow_existing_mocks() {
    if (registry().empty()) {
        return;
    }
    for (const void* mock : addresses_in(predicted_report())) {
        pf_allow_leak(mock);
    }
}

// Called at the end of a process. Prints what GoogleMock would print.
bool leaks_at_end() {
    if (registry().empty()) {
        return false;
    }
    pf::flush_output();
    static_cast<void>(std::signal(SIGCHLD, SIG_DFL));
    const pid_t child = fork();
    if (child <= 0) {
        if (child == 0) {
            pf::stop_valgrind_reports();
        }
        registry().destroy();  // Without a child, the destructor may end this process, which is about to end anyway.
        if (child == 0) {
            _exit(0);
        }
        return false;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status != 0;
}

// Called after a test in a process that runs another. Static mock objects are exempt because they will be destroyed.
bool leaks_between_tests() {
    if (registry().empty()) {
        return false;
    }
    const std::string report = predicted_report();
    std::vector<const void*> leaked = addresses_in(report);
    const auto is_static = [](const void* mock) {
        Dl_info info{};
        return dladdr(mock, &info) != 0;
    };
    leaked.erase(std::remove_if(leaked.begin(), leaked.end(), is_static), leaked.end());
    if (!leaked.empty()) {
        std::cout << report << std::flush;
    }
    for (const void* mock : leaked) {
        pf_allow_leak(mock);
    }
    return !leaked.empty();
}

}  // namespace

void check_for_leaked_mocks() {
    if (pf_allow_leak == nullptr) {
        recording_is_over = true;
        return;
    }
    registry().find();
    pf::ExitChecks checks;
    checks.cannot_be_made = cannot_be_checked;
    checks.begin = allow_existing_mocks;
    checks.failed_at_end = leaks_at_end;
    checks.failed_between_tests = leaks_between_tests;
    checks.failure = "GoogleMock found mock objects that were never deleted";
    pf::set_exit_checks(checks);
}

}  // namespace parallel_fixtures

int __wrap___cxa_atexit(void (*destroy)(void*), void* object, void* library) {
    if (!parallel_fixtures::recording_is_over && pf_allow_leak != nullptr && object != nullptr) {
        parallel_fixtures::record(destroy, object);
    }
    return __real___cxa_atexit(destroy, object, library);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
