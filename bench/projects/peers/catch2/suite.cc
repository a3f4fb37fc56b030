// What a Catch2 user writes for what all tests need: a static object, which each process makes for itself.
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
