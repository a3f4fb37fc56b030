# error: parallel_gtest_discover_tests\(unit\): XML_OUTPUT_DIR is not supported
# error: Leave it out[.] .*--output-junit
parallel_gtest_discover_tests(unit XML_OUTPUT_DIR reports)
