# error: add_parallel_fixture_tests[(]g[)]: SCOPE needs a fixture of the group.s own
add_parallel_fixture_tests(g SCOPE TASK)
