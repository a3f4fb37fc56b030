# error: SKIP_RETURN_CODE needs a fixture of the group's own
# error: For the cases of the TARGET, write it after PROPERTIES
add_executable(unit IMPORTED)
add_parallel_fixture_tests(g TARGET unit SKIP_RETURN_CODE 77)
