// Brings __gcov_dump and __gcov_reset into programs that are compiled for coverage, and only into them. The runtime
// refers to both weakly, and a weak reference takes nothing out of GCC's libgcov.a. -Wl,-u would, but turns the
// reference into a strong one, with which no program without coverage links. Compiled in the user's target, with its
// flags.
#include <unistd.h>

namespace {

// Never called. For coverage GCC makes __gcov_execv of it, which needs both functions; without, it is execv of the C
// library. (Clang's coverage runtime always has them.)
[[gnu::used]] int refer_to_gcov() {
    char* const arguments[] = {nullptr};
#if defined(__clang__)
    return execv("", arguments);
#else
    return __builtin_execv("", arguments);  // With -std=c++17, without extensions, execv is any function.
#endif
}

}  // namespace
