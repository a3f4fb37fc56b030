# error: STOP_TIMEOUT needs SERVICE
add_parallel_fixture(f SETUP true STOP_TIMEOUT 5)
