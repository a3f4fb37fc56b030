# error: begins with "-"
add_parallel_fixture_tests(-x)
