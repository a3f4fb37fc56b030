// GoogleTest programs (1.12 and later) as linked fixtures. Link ParallelFixtures::gtest_main instead of
// GTest::gtest_main, and nothing else changes: global environments and each suite's SetUpTestSuite run once, every test
// is forked after them.
//
// With a main of your own, link ParallelFixtures::gtest and call run_all_tests() where you called RUN_ALL_TESTS():
//
//   int main(int argc, char** argv) {
//       testing::InitGoogleTest(&argc, argv);
//       testing::AddGlobalTestEnvironment(new Database);
//       return parallel_fixtures::run_all_tests();
//   }
//
// What a test changes in static state is seen neither by later tests nor by TearDownTestSuite, but in a group with
// DISPATCH UNIT and REUSE_WORKERS 0, which has one process.
#ifndef PARALLEL_FIXTURES_GTEST_H
#define PARALLEL_FIXTURES_GTEST_H

namespace parallel_fixtures {

// RUN_ALL_TESTS() when the program was started by hand; else what the helper asks for. The result is for main to
// return. REQUIRES: InitGoogleTest was called, and every environment and listener was added.
int run_all_tests();

}  // namespace parallel_fixtures

#endif
