# error: LAUNCHER has no value
add_parallel_fixture_tests(g LAUNCHER TIMEOUT 5)
