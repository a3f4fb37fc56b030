# error: add_parallel_fixture_tests[(]g[)]: "--dt-list-test-cases" in EXTRA_ARGS runs no test
add_executable(prog IMPORTED GLOBAL)
add_parallel_fixture_tests(g TARGET prog FRAMEWORK DOCTEST EXTRA_ARGS --dt-list-test-cases)
