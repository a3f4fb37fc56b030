// The GoogleTest suite of the benchmarks, which ../peers/gtest has too. BENCH_TESTS is the number of tests, and
// BENCH_SETUP the milliseconds of their set-up. Both are macros, or else variables of the environment.
#ifndef BENCH_SUITE_H
#define BENCH_SUITE_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace {

int setting(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::atoi(text) : otherwise;
}
#ifndef BENCH_TESTS
#define BENCH_TESTS setting("BENCH_TESTS", 100)
#define BENCH_SETUP setting("BENCH_SETUP", 0)
#endif

struct Suite : testing::TestWithParam<int> {
    static void SetUpTestSuite() { usleep(static_cast<unsigned>(BENCH_SETUP) * 1000); }
};
TEST_P(Suite, Passes) { EXPECT_GE(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Suite, testing::Range(0, BENCH_TESTS));

}  // namespace

#endif
