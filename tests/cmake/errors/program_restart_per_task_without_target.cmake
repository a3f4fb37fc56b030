# error: RESTART_PER_TASK OFF needs TARGET
add_parallel_fixture_tests(g RESTART_PER_TASK OFF)
