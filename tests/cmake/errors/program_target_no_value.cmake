# error: TARGET has no value
add_parallel_fixture_tests(g TARGET)
