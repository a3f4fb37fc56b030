# error: add_parallel_fixture[(][)]: the name of the fixture is empty
add_parallel_fixture("" SETUP true)
