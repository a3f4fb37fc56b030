# error: add_parallel_fixture[(]f[)]: this version of ParallelFixtures does not have LINGER 5 yet
add_parallel_fixture(f SETUP true LINGER 5)
