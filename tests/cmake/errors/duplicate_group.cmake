# error: add_parallel_fixture_tests[(]sql[)]: there is a group of this name already
add_parallel_fixture_tests(sql)
