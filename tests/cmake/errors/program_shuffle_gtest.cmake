# warning: add_parallel_fixture_tests[(]g[)]: "--gtest_shuffle" in EXTRA_ARGS orders nothing
add_executable(prog IMPORTED GLOBAL)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog EXTRA_ARGS --gtest_shuffle)
