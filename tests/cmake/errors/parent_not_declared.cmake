# error: add_parallel_fixture[(]f[)]: there is no fixture "postgre" yet
# error: Did you mean postgres[?]
# error: Declare it before this call
add_parallel_fixture(f PARENT postgre SETUP true)
