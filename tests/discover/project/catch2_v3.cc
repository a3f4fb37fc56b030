// What only Catch2 3 has.
#include <catch2/catch_test_macros.hpp>

class One {};
class Other {};
TEST_CASE_METHOD(One, "same", "[tag]") { CHECK(true); }
TEST_CASE_METHOD(Other, "same") { CHECK(false); }
TEST_CASE("skips") { SKIP("no printer"); }
