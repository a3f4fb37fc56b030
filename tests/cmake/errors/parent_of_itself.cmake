# error: there is no fixture "f" yet
add_parallel_fixture(f PARENT f SETUP true)
