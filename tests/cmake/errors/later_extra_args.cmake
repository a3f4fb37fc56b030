# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have EXTRA_ARGS yet
add_parallel_fixture_tests(g EXTRA_ARGS ON)
