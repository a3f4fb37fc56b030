# error: PROPERTIES: SKIP_RETURN_CODE has a keyword of its own in add_parallel_fixture_task
add_parallel_fixture_tests(g PROPERTIES SKIP_RETURN_CODE 77)
