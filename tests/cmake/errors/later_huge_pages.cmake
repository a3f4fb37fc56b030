# error: add_parallel_fixture_tests[(]g[)]: this version of ParallelFixtures does not have HUGE_PAGES yet
add_parallel_fixture_tests(g HUGE_PAGES ON)
