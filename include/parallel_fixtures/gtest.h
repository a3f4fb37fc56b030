// For GoogleTest programs (1.12 and later). Link ParallelFixtures::gtest_main instead of GTest::gtest_main; no source
// file has to change. Global environments and the SetUpTestSuite of each suite run once, and every test is forked after
// them.
//
// A program with its own main() links ParallelFixtures::gtest and calls run_all_tests() instead of RUN_ALL_TESTS():
//
//   int main(int argc, char** argv) {
//       testing::InitGoogleTest(&argc, argv);
//       testing::AddGlobalTestEnvironment(new Database);
//       return parallel_fixtures::run_all_tests();
//   }
//
// A test runs in a process of its own, so neither later tests nor TearDownTestSuite see what it changes in static
// state. Groups with DISPATCH UNIT and REUSE_WORKERS 0 are the exception: all of their tests run in one process.
//
// THREADS: call run_all_tests() from the main thread, before any fork.
#ifndef PARALLEL_FIXTURES_GTEST_H
#define PARALLEL_FIXTURES_GTEST_H

namespace parallel_fixtures {

// Runs RUN_ALL_TESTS() in a program that you start yourself, and otherwise what `parallel-fixtures` requests. Returns
// the exit code for main() to return. REQUIRES: InitGoogleTest() has been called, and all environments and listeners
// have been added.
int run_all_tests();

}  // namespace parallel_fixtures

#endif
