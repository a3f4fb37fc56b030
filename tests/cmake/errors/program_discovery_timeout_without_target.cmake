# error: add_parallel_fixture_tests[(]g[)]: DISCOVERY_TIMEOUT needs TARGET
add_parallel_fixture_tests(g DISCOVERY_TIMEOUT 5)
