# warning: add_parallel_fixture_tests[(]g[)]: "--gtest_output=xml:.*" in EXTRA_ARGS would leave a report of one test
add_executable(prog IMPORTED GLOBAL)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog EXTRA_ARGS --fast --gtest_output=xml:$<CONFIG>/x)
