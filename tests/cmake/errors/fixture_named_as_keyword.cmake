# error: add_parallel_fixture[(]PARENT[)]: the name of the fixture is a keyword
add_parallel_fixture(PARENT SETUP true)
