# error: add_parallel_fixture_tests[(]g[)]: there is a group "g.unit" already
add_executable(unit IMPORTED)
add_parallel_fixture_tests(g.unit)
add_parallel_fixture_tests(g TARGETS unit)
