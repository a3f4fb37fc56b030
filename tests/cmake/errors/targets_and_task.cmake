# error: the tasks of the group are the cases of its TARGET "unit, more"
add_executable(unit IMPORTED)
add_executable(more IMPORTED)
add_parallel_fixture_tests(g TARGETS unit more)
add_parallel_fixture_task(g a COMMAND true)
