TEST_CASE("is in a file that is no test", "[B2]") {}
