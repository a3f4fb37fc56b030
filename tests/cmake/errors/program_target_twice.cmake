# error: TARGET is given twice
add_parallel_fixture_tests(g TARGET a TARGET b)
