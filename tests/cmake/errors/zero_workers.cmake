# error: WORKERS takes a whole number from 1, not "0"
add_parallel_fixture_tests(g WORKERS 0)
