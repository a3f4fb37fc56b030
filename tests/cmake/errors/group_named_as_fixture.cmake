# error: add_parallel_fixture_tests[(]postgres[)]: a fixture and a group have the same name
add_parallel_fixture_tests(postgres)
