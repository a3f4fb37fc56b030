# error: add_parallel_fixture_tests[(]g[)]: TARGETS and GRANULARITY GROUP exclude each other
add_parallel_fixture_tests(g TARGETS a b GRANULARITY GROUP)
