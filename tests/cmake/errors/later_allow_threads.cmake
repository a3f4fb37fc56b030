# error: does not have ALLOW_THREADS yet
add_parallel_fixture_tests(g ALLOW_THREADS)
