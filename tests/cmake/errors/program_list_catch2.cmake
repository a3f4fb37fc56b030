# warning: add_parallel_fixture_tests[(]g[)]: "--list-tags" in EXTRA_ARGS runs no test
add_executable(prog IMPORTED GLOBAL)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog FRAMEWORK CATCH2 EXTRA_ARGS --list-tags)
