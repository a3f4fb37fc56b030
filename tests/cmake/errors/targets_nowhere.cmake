# error: add_parallel_fixture_tests[(]g[)]: there is no target "nowhere"
add_executable(unit IMPORTED)
add_parallel_fixture_tests(g TARGETS unit nowhere)
