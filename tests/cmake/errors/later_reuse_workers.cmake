# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have REUSE_WORKERS yet
add_parallel_fixture_tests(g REUSE_WORKERS ON)
