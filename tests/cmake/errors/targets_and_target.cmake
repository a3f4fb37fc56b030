# error: add_parallel_fixture_tests[(]g[)]: TARGET and TARGETS exclude each other
add_parallel_fixture_tests(g TARGET a TARGETS b c)
