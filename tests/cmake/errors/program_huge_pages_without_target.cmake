# error: add_parallel_fixture_tests[(]g[)]: HUGE_PAGES needs TARGET
add_parallel_fixture_tests(g HUGE_PAGES OFF)
