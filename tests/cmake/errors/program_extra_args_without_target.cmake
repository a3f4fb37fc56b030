# error: add_parallel_fixture_tests[(]g[)]: EXTRA_ARGS needs TARGET
add_parallel_fixture_tests(g EXTRA_ARGS a)
