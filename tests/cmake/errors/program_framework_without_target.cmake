# error: add_parallel_fixture_tests[(]g[)]: FRAMEWORK needs TARGET
add_parallel_fixture_tests(g FRAMEWORK GTEST)
