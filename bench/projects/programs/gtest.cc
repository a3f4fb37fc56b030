// GoogleTest tests that do nothing, after a SetUpTestSuite that sleeps BENCH_SETUP milliseconds.
#include <gtest/gtest.h>
#include <parallel_fixtures/gtest.h>

#include "loops.h"
#include "suite.h"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    return bench::run_loop(argc, argv, [] {}) ? 0 : parallel_fixtures::run_all_tests();
}
