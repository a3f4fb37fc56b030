# error: add_parallel_fixture[(]sql[)]: a fixture and a group have the same name
# error: Only the fixture that add_parallel_fixture_tests declares itself
add_parallel_fixture(sql SETUP true)
