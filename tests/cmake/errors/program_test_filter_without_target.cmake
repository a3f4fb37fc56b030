# error: add_parallel_fixture_tests[(]g[)]: TEST_FILTER needs TARGET
add_parallel_fixture_tests(g TEST_FILTER a)
