# error: add_parallel_fixture_task[(]g one[)]: the tasks of the group are the cases of its TARGET "prog"
# error: Two groups can have the same FIXTURE
add_executable(prog IMPORTED)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog)
add_parallel_fixture_task(g one COMMAND true)
