# error: add_parallel_fixture_tests[(]postgres[)]: there is a fixture of this name already
add_parallel_fixture_tests(postgres SETUP true)
