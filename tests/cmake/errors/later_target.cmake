# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have TARGET yet
add_parallel_fixture_tests(g TARGET ON)
