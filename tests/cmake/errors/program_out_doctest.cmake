# warning: add_parallel_fixture_tests[(]g[)]: "-o=out.xml" in EXTRA_ARGS would leave a report of one test
add_executable(prog IMPORTED GLOBAL)
set_target_properties(prog PROPERTIES IMPORTED_LOCATION /bin/true)
add_parallel_fixture_tests(g TARGET prog FRAMEWORK DOCTEST EXTRA_ARGS -r=xml -o=out.xml)
