#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#ifdef MISTAKE_classes
class One {};
class Other {};
TEST_CASE_METHOD(One, "same") { CHECK(true); }
TEST_CASE_METHOD(Other, "same") { CHECK(false); }
#else
TEST_CASE("same") { CHECK(true); }
TEST_CASE("same") { CHECK(true); }
#endif
