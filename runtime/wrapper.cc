#include "runtime/wrapper.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/platform.h"

namespace pf {
namespace {

// Requests of <valgrind/valgrind.h>, a header that need not exist where the program is built.
constexpr unsigned long kChangeOption = 0x1203;          // VALGRIND_CLO_CHANGE.
constexpr unsigned long kChangeErrorReporting = 0x1801;  // With 1, VALGRIND_DISABLE_ERROR_REPORTING.

// On other processors nothing is executed.
void ask_valgrind(unsigned long code, unsigned long argument) {
    [[maybe_unused]] volatile unsigned long request[] = {code, argument, 0, 0, 0, 0};
#if defined(__x86_64__) && defined(__LP64__)
    unsigned long result = 0;
    __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi\n\trolq $61, %%rdi; rolq $51, %%rdi\n\txchgq %%rbx, %%rbx"
                     : "=d"(result)
                     : "a"(&request[0]), "0"(result)
                     : "cc", "memory");
#elif defined(__aarch64__)
    __asm__ volatile(
        "mov x3, xzr\n\tmov x4, %0\n\tror x12, x12, #3; ror x12, x12, #13\n\tror x12, x12, #51; ror x12, x12, #61\n\t"
        "orr x10, x10, x10"
        :
        : "r"(&request[0])
        : "cc", "memory", "x3", "x4");
#endif
}

void change_option(const char* option) { ask_valgrind(kChangeOption, reinterpret_cast<unsigned long>(option)); }

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Returns the words of `line` in front of `own`; none if `line` does not end with `own` or has no more words.
std::vector<std::string> words_before(const std::vector<std::string>& line, const std::vector<std::string>& own) {
    if (own.empty() || line.size() <= own.size()) {
        return {};
    }
    const std::size_t front = line.size() - own.size();
    bool same = base_name(line[front]) == base_name(own[0]);
    for (std::size_t i = 1; i < own.size() && same; ++i) {
        same = line[front + i] == own[i];
    }
    return same ? std::vector<std::string>(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(front))
                : std::vector<std::string>();
}

}  // namespace

bool in_valgrind() {
    const char* preloaded = std::getenv("LD_PRELOAD");
    return preloaded != nullptr && std::strstr(preloaded, "vgpreload") != nullptr;
}

std::vector<std::string> words_in_front(int argc, char* const* argv) {
    const std::vector<std::string> own(argv, argv + argc);
    if (in_valgrind()) {
        return words_before(platform::own_command_line(), own);
    }
    const platform::ProcessIdentity ctest = platform::ctest_above();
    std::vector<std::string> words;
    for (pid_t pid = getppid(); ctest.pid != 0 && pid != ctest.pid && pid > 0; pid = platform::parent_of(pid)) {
        std::vector<std::string> front = words_before(platform::command_line_of(pid), own);
        words = front.empty() ? words : std::move(front);
    }
    return words;
}

void leave_valgrind_at_exec() {
    if (in_valgrind()) {
        change_option("--trace-children=no");
    }
}

void stop_valgrind_reports() {
    if (in_valgrind()) {
        ask_valgrind(kChangeErrorReporting, 1);
        change_option("--leak-check=no");
    }
}

}  // namespace pf
