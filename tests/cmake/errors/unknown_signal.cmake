# error: STOP_SIGNAL takes one of SIGTERM, .* not "SIGTREM"
# error: Did you mean SIGTERM[?]
add_parallel_fixture(f SERVICE run STOP_SIGNAL SIGTREM)
