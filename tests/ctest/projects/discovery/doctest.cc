#include <doctest/doctest.h>

TEST_CASE("plain") { CHECK(true); }
TEST_CASE("fails") { CHECK(false); }
TEST_CASE("a, b") { CHECK(true); }
TEST_CASE("quote \" dollar $HOME hash # percent %") { CHECK(true); }
TEST_CASE("not now" * doctest::skip()) { CHECK(false); }
TEST_SUITE("math") {
    TEST_CASE("adds") { CHECK(1 + 1 == 2); }
    TEST_CASE("subtracts") { CHECK(1 - 1 == 0); }
}
TEST_SUITE("text") {
    TEST_CASE("appends") { CHECK(true); }
}
