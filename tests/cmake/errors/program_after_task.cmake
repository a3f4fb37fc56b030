# error: there is a group of this name already
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g one COMMAND true)
add_parallel_fixture_tests(g TARGET prog)
