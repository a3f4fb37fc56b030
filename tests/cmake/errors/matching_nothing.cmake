# error: there is nothing to set
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog)
set_parallel_fixture_tests_properties(g MATCHING a)
