# error: add_parallel_fixture[(]f[)]: "setup" is not a keyword
# error: Did you mean SETUP[?]
add_parallel_fixture(f setup true)
