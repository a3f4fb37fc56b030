# error: SCOPE takes one of RUN, WORKER, TASK, not "WORKERS"
# error: Did you mean WORKER[?]
add_parallel_fixture(f SETUP true SCOPE WORKERS)
