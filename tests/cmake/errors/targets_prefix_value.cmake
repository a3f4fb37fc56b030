# error: TARGETS has no value
add_parallel_fixture_tests(g TARGETS TEST_PREFIX a)
