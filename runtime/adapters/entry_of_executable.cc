// NOLINTBEGIN: compiled in programs of projects whose linters check other rules.
// Makes a linked program the client of its own CTest tests before its static constructors run, which take most of the
// time that a program needs to start. This source is compiled in the user's executable, because only executables have a
// .preinit_array. A sanitizer uses the same array to initialize itself first, so with a sanitizer the entry is an early
// constructor only.
#include "runtime/adapters/entry_of_library.cc"

extern "C" void parallel_fixtures_run_as_client(int argc, char** argv, char** environment);

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PARALLEL_FIXTURES_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PARALLEL_FIXTURES_SANITIZED
#endif

namespace {

// The text by which the helper recognizes a linked program (tool/discover/detect.cc).
const char* volatile marker = "parallel_fixtures_runtime_v1";

#if !defined(PARALLEL_FIXTURES_SANITIZED)
[[gnu::section(".preinit_array"), gnu::used]] void (*const first)(int, char**,
                                                                  char**) = parallel_fixtures_run_as_client;
#endif

constexpr int kAmongTheFirst = 101;  // Lower priorities are reserved for the implementation.

// The C library passes main()'s arguments to constructors.
[[gnu::constructor(kAmongTheFirst)]] void run_as_client(int argc, char** argv, char** environment) {
    static_cast<void>(marker);  // The linker keeps what is used.
    parallel_fixtures_run_as_client(argc, argv, environment);
}

}  // namespace
// NOLINTEND
