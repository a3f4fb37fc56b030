# error: add_parallel_fixture_tests[(]g[)]: TARGETS names "a" twice
add_parallel_fixture_tests(g TARGETS a b a)
