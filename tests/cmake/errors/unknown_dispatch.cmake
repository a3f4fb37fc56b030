# error: DISPATCH takes one of TASKS, UNIT, not "UNITS"
add_parallel_fixture_tests(g DISPATCH UNITS)
