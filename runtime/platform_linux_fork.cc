// platform.h on Linux: functions that keep the page faults of a worker, which forks for each test, and of its children
// low.
//
// Why the code segments are written to. fork() does not copy the page tables of a mapping whose pages are all
// unmodified pages of a file (vma_needs_copy() in the kernel's mm/memory.c), so a child takes a page fault for each 64
// KiB of code that it uses (fault_around_bytes). Once one page of a mapping has been modified, fork() copies the page
// tables of the whole mapping. copy_page_tables_at_forks() therefore writes the first byte of each read-only segment of
// the program and its libraries, with the value that the byte has, through /proc/self/mem, which ignores page
// protection.
//
// What that costs and saves. It takes one private page for each segment, and makes each fork longer. Measured on an AMD
// EPYC under KVM (Linux 6.18), with a child that formats text, matches a regular expression, reads a file and sorts:
// the child's page faults fall from 66 to 19, and fork, work and wait take 0.35 ms either way. With a child that only
// exits they take 0.25 ms instead of 0.15 ms. Where a hypervisor maintains the page tables in software, a fault takes
// 20 to 50 us (docs/design/linked.md), and the saved faults are most of the time of a short test.
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "runtime/placement.h"
#include "runtime/platform.h"

// These functions exist only in programs that are built with a sanitizer.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): their names.
extern "C" {
void __asan_init() __attribute__((weak));
void __msan_init() __attribute__((weak));
void __tsan_init() __attribute__((weak));
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace pf::platform {
namespace {

// Larger segments stay unmodified: every fork would copy the page tables for all of their pages that were ever used.
constexpr std::size_t kLargestSegment = 16U << 20U;

// Returns true under a sanitizer or valgrind, which manage the program's memory themselves.
bool is_instrumented() {
    const char* preloaded = std::getenv("LD_PRELOAD");
    return __asan_init != nullptr || __msan_init != nullptr || __tsan_init != nullptr ||
           (preloaded != nullptr && std::strstr(preloaded, "vgpreload") != nullptr);
}

// Called for each loaded object: overwrites the first byte of each read-only segment with itself, which makes its page
// private. `memory` points to a descriptor of /proc/self/mem. Returns nonzero if the system forbids it.
int make_page_private(dl_phdr_info* object, std::size_t /*size*/, void* memory) {
    if (object->dlpi_addr == getauxval(AT_SYSINFO_EHDR)) {
        return 0;  // The vDSO, which the kernel provides.
    }
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& segment = object->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0 && segment.p_memsz <= kLargestSegment) {
            const auto at = static_cast<off_t>(object->dlpi_addr + segment.p_vaddr);
            char byte = 0;
            if (pread(*static_cast<int*>(memory), &byte, 1, at) != 1 ||
                pwrite(*static_cast<int*>(memory), &byte, 1, at) != 1) {
                return 1;
            }
        }
    }
    return 0;
}

// Reads a byte of each page of the code that every test process runs, because fork() copies only what is mapped.
void map_code_of_test_processes() {
    constexpr std::ptrdiff_t kPage = 4096;
    for (const volatile char* at = __start_parallel_fixtures_test_process; at < __stop_parallel_fixtures_test_process;
         at += kPage) {
        static_cast<void>(*at);
    }
}

}  // namespace

void copy_page_tables_at_forks() {
    static bool done = false;  // Forks inherit this and the private pages.
    if (done || is_instrumented()) {
        return;
    }
    done = true;
    map_code_of_test_processes();
    int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
    if (memory >= 0) {
        dl_iterate_phdr(make_page_private, &memory);
        close(memory);
    }
}

void give_memory_back() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

bool is_empty_directory(int directory) {
    // struct linux_dirent64 (getdents64(2)): two 64-bit numbers, the length of the entry, its type and its name.
    constexpr std::size_t kLength = 2 * sizeof(std::uint64_t);
    constexpr std::size_t kName = kLength + sizeof(std::uint16_t) + sizeof(std::uint8_t);
    alignas(std::uint64_t) char entries[1024];
    while (true) {
        const long got = syscall(SYS_getdents64, directory, entries, sizeof entries);
        if (got <= 0) {
            return got == 0;
        }
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            std::uint16_t length = 0;
            std::memcpy(&length, entries + at + kLength, sizeof length);
            const std::string_view name(entries + at + kName);
            if (name != "." && name != "..") {
                return false;
            }
            at += length;
        }
    }
}

}  // namespace pf::platform
