# error: does not have GRANULARITY TASK for the cases of a TARGET yet
add_parallel_fixture_tests(g TARGET program GRANULARITY TASK)
