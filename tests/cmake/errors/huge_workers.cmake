# error: WORKERS takes a whole number from 1, not "99999999999999999999"
add_parallel_fixture_tests(g WORKERS 99999999999999999999)
