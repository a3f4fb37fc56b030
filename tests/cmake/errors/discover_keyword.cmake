# error: parallel_doctest_discover_tests\(unit\): "TEST_FILTER" is not a keyword of this call
parallel_doctest_discover_tests(unit TEST_FILTER a)
