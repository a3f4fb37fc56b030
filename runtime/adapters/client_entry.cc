// Makes a linked program the client of its own CTest tests before any of its static constructors runs: most of what a
// program costs to start is theirs. Compiled in the user's executable, for .preinit_array is of executables only.
// A sanitizer has to be set up first, and has its own place there: then only the constructor, among the first, is left.
extern "C" void parallel_fixtures_be_own_client(int argc, char** argv, char** environment);

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PARALLEL_FIXTURES_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PARALLEL_FIXTURES_SANITIZED
#endif

namespace {

#if !defined(PARALLEL_FIXTURES_SANITIZED)
[[gnu::section(".preinit_array"), gnu::used]] void (*const first)(int, char**,
                                                                  char**) = parallel_fixtures_be_own_client;
#endif

constexpr int kAmongTheFirst = 101;  // Lower ones are the implementation's.

// The C library gives constructors what it gives main.
[[gnu::constructor(kAmongTheFirst)]] void be_own_client(int argc, char** argv, char** environment) {
    parallel_fixtures_be_own_client(argc, argv, environment);
}

}  // namespace
