// platform.h on Linux: functions that keep small what a worker, which forks for each test, costs.
#include <malloc.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/platform.h"

namespace pf::platform {

void give_memory_back() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

// The CPU clock of a thread has the inverted id of the thread above its three lowest bits (clock_getcpuclockid(3)). In
// a process that was just forked, the one thread has the id of the process.
pid_t kept_pid() {
    clockid_t clock{};
    constexpr int kClockBits = 3;
    return pthread_getcpuclockid(pthread_self(), &clock) == 0 ? ~(clock >> kClockBits) : getpid();
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
