# error: MATCHING is missing
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog)
set_parallel_fixture_tests_properties(g TIMEOUT 1)
