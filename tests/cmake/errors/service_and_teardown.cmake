# error: SERVICE and TEARDOWN exclude each other
add_parallel_fixture(f SERVICE run TEARDOWN true)
