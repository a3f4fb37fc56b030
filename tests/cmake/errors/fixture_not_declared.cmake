# error: add_parallel_fixture_tests[(]g[)]: there is no fixture "mysql" yet
add_parallel_fixture_tests(g FIXTURE mysql)
