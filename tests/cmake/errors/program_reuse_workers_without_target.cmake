# error: add_parallel_fixture_tests[(]g[)]: REUSE_WORKERS needs TARGET
add_parallel_fixture_tests(g REUSE_WORKERS 2)
