# warning: add_parallel_fixture_task[(]g a[)]: WORKING_DIR is an argument of COMMAND here. Did you mean the keyword WORKING_DIRECTORY[?]
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true WORKING_DIR sub)
