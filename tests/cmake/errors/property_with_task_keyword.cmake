# error: PROPERTIES: WILL_FAIL has a keyword of its own in add_parallel_fixture_task
add_parallel_fixture_tests(g PROPERTIES WILL_FAIL ON)
