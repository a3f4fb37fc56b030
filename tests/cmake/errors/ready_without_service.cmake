# error: READY_NOTIFY needs SERVICE
add_parallel_fixture(f SETUP true READY_NOTIFY)
