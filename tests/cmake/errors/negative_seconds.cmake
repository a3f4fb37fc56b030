# error: SETUP_TIMEOUT takes a number of seconds, 0 for no limit, not "-1"
add_parallel_fixture(f SETUP true SETUP_TIMEOUT -1)
