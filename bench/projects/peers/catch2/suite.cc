// A Catch2 user keeps state that all tests need in a static object, which each process creates.
#include <unistd.h>

#include "../../programs/catch2_tests.h"

namespace {

struct Slow {
    Slow() { usleep(BENCH_SETUP * 1000); }
};

void passes() {
    static const Slow slow;
    CHECK(1 + 1 == 2);
}

const bool registered = bench::add_tests(BENCH_TESTS, &passes, "");

}  // namespace
