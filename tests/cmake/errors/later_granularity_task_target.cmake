# error: does not have GRANULARITY TASK yet
add_parallel_fixture_tests(g GRANULARITY TASK)
