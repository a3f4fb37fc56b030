# error: add_parallel_fixture_tests[(][)]: the name of the group is empty
add_parallel_fixture_tests("")
