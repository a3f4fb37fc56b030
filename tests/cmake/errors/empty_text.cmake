# error: READY_LOG is empty
add_parallel_fixture(f SERVICE run READY_LOG "")
