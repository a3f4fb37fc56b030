# error: does not have GENERATOR in groups with GRANULARITY TASK yet
add_parallel_fixture_tests(g GRANULARITY TASK)
add_parallel_fixture_task(g t GENERATOR COMMAND make)
