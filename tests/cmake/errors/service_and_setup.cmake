# error: add_parallel_fixture[(]f[)]: SERVICE and SETUP exclude each other
add_parallel_fixture(f SETUP true SERVICE run)
