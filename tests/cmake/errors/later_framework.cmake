# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have FRAMEWORK yet
add_parallel_fixture_tests(g FRAMEWORK ON)
