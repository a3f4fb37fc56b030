# error: add_parallel_fixture_tests[(]g[)]: ALLOW_THREADS needs TARGET
add_parallel_fixture_tests(g ALLOW_THREADS)
