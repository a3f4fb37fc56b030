# error: add_parallel_fixture[(]postgres[)]: there is a fixture of this name already
add_parallel_fixture(postgres SETUP true)
