# error: parallel_gtest_discover_tests\(unit\): PROPERTIES: "COST" has no value
parallel_gtest_discover_tests(unit PROPERTIES TIMEOUT 3 COST)
