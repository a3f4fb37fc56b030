# error: set_parallel_fixture_tests_properties[(]sqll[)]: there is no group "sqll" yet
# error: Did you mean sql[?]
set_parallel_fixture_tests_properties(sqll MATCHING a TIMEOUT 1)
