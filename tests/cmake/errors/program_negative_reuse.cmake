# error: REUSE_WORKERS takes a whole number from 0, not "-1"
add_parallel_fixture_tests(g TARGET prog REUSE_WORKERS -1)
