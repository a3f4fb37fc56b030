// CMake links this source with the installed runtime to find out whether the compiler and the flags of a project fit
// it. A sanitizer must see the code of the runtime too, so the runtime is compiled in a project that uses one.
#include "parallel_fixtures/program.h"
#include "runtime/abi.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#error "compiled with a sanitizer"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#error "compiled with a sanitizer"
#endif
#endif

extern "C" void parallel_fixtures_run_as_client(int argc, char** argv, char** environment);

int main(int argc, char** argv) {
    parallel_fixtures_run_as_client(argc, argv, nullptr);
    int (*volatile const serve)(parallel_fixtures::Program&) = parallel_fixtures::serve;
    return serve == nullptr ? 1 : PARALLEL_FIXTURES_ABI;
}
