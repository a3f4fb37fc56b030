// NOLINTBEGIN: compiled in programs of projects whose linters check other rules.
// Links __gcov_dump and __gcov_reset into programs that are compiled for coverage, and only into those. The runtime
// refers to both weakly, but a weak reference does not extract a member of GCC's libgcov.a. -Wl,-u would make the
// reference strong, and programs without coverage would no longer link. This source is compiled in the user's target,
// with its flags. For the same reason it refers to the symbol of the runtime that fits these flags.
#include <unistd.h>

#include "runtime/abi.h"

namespace {

// Never called. With coverage, GCC compiles the call into __gcov_execv, which needs both functions; without, it is
// execv() of the C library. Clang's coverage runtime always contains both functions.
[[gnu::used]] int refer_to_gcov() {
    char* const arguments[] = {nullptr};
#if defined(__clang__)
    return execv("", arguments);
#else
    return __builtin_execv("", arguments);  // With -std=c++17 GCC does not treat execv() as a builtin.
#endif
}

[[gnu::used]] const char* const runtime_that_fits = &PARALLEL_FIXTURES_ABI;

}  // namespace
// NOLINTEND
