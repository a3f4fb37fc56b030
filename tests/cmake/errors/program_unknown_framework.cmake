# error: FRAMEWORK takes one of AUTO, CATCH2, GTEST, DOCTEST, BOOST_TEST, QT_TEST, not "GTESTS"
# error: Did you mean GTEST[?]
add_parallel_fixture_tests(g TARGET prog FRAMEWORK GTESTS)
