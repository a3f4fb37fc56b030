# error: add_parallel_fixture[(]f[)]: LINGER needs SCOPE RUN
add_parallel_fixture(f SETUP true LINGER 5 SCOPE WORKER)
