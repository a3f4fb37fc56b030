# error: GRANULARITY TASK and DISPATCH UNIT exclude each other
add_parallel_fixture_tests(g GRANULARITY TASK DISPATCH UNIT)
