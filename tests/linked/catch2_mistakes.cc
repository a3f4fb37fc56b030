// A test that asks for two fixtures of which neither stands on the other.
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "tests/linked/support/sample_fixtures.h"

TEST_CASE("asks for two", "[schema][other]") { std::puts("<body ran>"); }
TEST_CASE("asks for one", "[schema]") { CHECK(true); }
