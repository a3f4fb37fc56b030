# error: TEST_PREFIX needs TARGET
add_parallel_fixture_tests(names TEST_PREFIX a)
