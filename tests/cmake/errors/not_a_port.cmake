# error: READY_PORT takes a port from 1 to 65535, or AUTO, not "65536"
add_parallel_fixture(f SERVICE run READY_PORT 65536)
