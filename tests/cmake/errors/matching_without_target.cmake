# error: set_parallel_fixture_tests_properties[(]sql[)]: the group has no TARGET
set_parallel_fixture_tests_properties(sql MATCHING a TIMEOUT 1)
