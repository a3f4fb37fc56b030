// platform.h on Linux: what keeps a worker that forks for each test, and its children, from touching pages.
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

// There only where the program was built with them.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): their names.
extern "C" {
void __asan_init() __attribute__((weak));
void __msan_init() __attribute__((weak));
void __tsan_init() __attribute__((weak));
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace pf::platform {
namespace {

// Larger ones are left alone: what was read of them at any time would be copied at every fork.
constexpr std::size_t kLargestSegment = 16U << 20U;

// Who checks or translates each access has the program's memory under his own control.
bool is_instrumented() {
    const char* preloaded = std::getenv("LD_PRELOAD");
    return __asan_init != nullptr || __msan_init != nullptr || __tsan_init != nullptr ||
           (preloaded != nullptr && std::strstr(preloaded, "vgpreload") != nullptr);
}

// Writes the first byte of each segment that the program may not write to as it is. `memory`: int*, of this process.
int make_page_private(dl_phdr_info* object, std::size_t /*size*/, void* memory) {
    if (object->dlpi_addr == getauxval(AT_SYSINFO_EHDR)) {
        return 0;  // The kernel's.
    }
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& segment = object->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0 && segment.p_memsz <= kLargestSegment) {
            const auto at = static_cast<off_t>(object->dlpi_addr + segment.p_vaddr);
            char byte = 0;
            if (pread(*static_cast<int*>(memory), &byte, 1, at) != 1 ||
                pwrite(*static_cast<int*>(memory), &byte, 1, at) != 1) {
                return 1;  // Not here: some systems forbid it.
            }
        }
    }
    return 0;
}

// A page that this process has not come to is not mapped.
void map_code_of_test_processes() {
    constexpr std::ptrdiff_t kPage = 4096;
    for (const volatile char* at = __start_parallel_fixtures_test_process; at < __stop_parallel_fixtures_test_process;
         at += kPage) {
        static_cast<void>(*at);
    }
}

}  // namespace

void copy_page_tables_at_forks() {
    static bool done = false;  // A fork inherits it.
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
    // struct linux_dirent64: two numbers of 64 bits, the length of the entry, its type, its name.
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
