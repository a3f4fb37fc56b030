# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have TEST_FILTER yet
add_parallel_fixture_tests(g TEST_FILTER ON)
