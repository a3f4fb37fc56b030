# error: add_parallel_fixture_tests[(]g[)]: TARGETS and DISPATCH UNIT exclude each other
add_parallel_fixture_tests(g TARGETS a b DISPATCH UNIT)
