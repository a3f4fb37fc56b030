#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

const int noise = std::printf("<doctest>noise\n");

TEST_CASE("plain") { CHECK(noise > 0); }
TEST_CASE("no assertion") {}
TEST_CASE("fails") { CHECK(false); }
TEST_CASE("exits") { std::exit(0); }
TEST_CASE("aborts") { std::abort(); }
TEST_CASE("a, b") { CHECK(true); }
TEST_CASE("a. b") { CHECK(false); }
TEST_CASE("a") { CHECK(false); }
TEST_CASE("star *") { CHECK(true); }
TEST_CASE("star X") { CHECK(false); }
TEST_CASE("star Y" * doctest::skip()) { CHECK(false); }
TEST_CASE("what?") { CHECK(true); }
TEST_CASE("what!") { CHECK(false); }
TEST_CASE("back\\, quote \" é [x]") { CHECK(true); }
TEST_CASE("Case") { CHECK(true); }
TEST_CASE("case") { CHECK(false); }
TEST_CASE("  spaces ") { CHECK(true); }
TEST_CASE("twice") { CHECK(true); }

TEST_SUITE("math") {
    TEST_CASE("twice") { CHECK(false); }
    TEST_CASE("one") { CHECK(true); }
    TEST_CASE("off" * doctest::skip()) { CHECK(false); }
}
TEST_SUITE("math, more") {
    TEST_CASE("twice") { CHECK(true); }
}
