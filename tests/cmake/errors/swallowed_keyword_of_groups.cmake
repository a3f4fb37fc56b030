# warning: add_parallel_fixture_task[(]g a[)]: FIXTURE is an argument of COMMAND here. It is a keyword of add_parallel_fixture_tests[(][)], and none
add_parallel_fixture(f SETUP true)
add_parallel_fixture_tests(g)
add_parallel_fixture_task(g a COMMAND true FIXTURE f)
