# error: add_parallel_fixture_tests[(]g[)]: "--gtest_repeat=3" in EXTRA_ARGS does not repeat a test
add_executable(prog IMPORTED GLOBAL)
add_parallel_fixture_tests(g TARGET prog EXTRA_ARGS --gtest_repeat=3)
