# error: GRANULARITY takes one of GROUP, TASK, not "CASE"
add_parallel_fixture_tests(g GRANULARITY CASE)
