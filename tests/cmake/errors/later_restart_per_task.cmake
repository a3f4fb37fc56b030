# error: does not have RESTART_PER_TASK OFF yet
add_parallel_fixture_tests(g RESTART_PER_TASK OFF)
