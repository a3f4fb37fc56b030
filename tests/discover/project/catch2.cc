#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
#include <cstdio>
#include <cstdlib>

// Something that the program itself prints must not get into the listing.
const int noise = std::printf("2 test cases\nplain\n");

TEST_CASE("plain", "[fast][two words]") { CHECK(noise > 0); }
TEST_CASE("no assertion") {}
TEST_CASE("fails") { CHECK(false); }
TEST_CASE("four failures") {
    for (int i = 0; i < 4; ++i) {
        CHECK(i > 4);
    }
}
TEST_CASE("exits") { std::exit(0); }
TEST_CASE("aborts") { std::abort(); }
TEST_CASE("a, b") { CHECK(true); }
TEST_CASE("a") { CHECK(false); }
TEST_CASE("has [brackets]") { CHECK(true); }
TEST_CASE("[fast]") { CHECK(true); }
TEST_CASE("quote \" and \\ back") { CHECK(true); }
TEST_CASE("end \\") { CHECK(true); }
TEST_CASE("star *") { CHECK(true); }
TEST_CASE("star X") { CHECK(false); }
TEST_CASE("*") { CHECK(true); }
TEST_CASE("  spaces ") { CHECK(true); }
TEST_CASE("~tilde") { CHECK(true); }
TEST_CASE("exclude:x") { CHECK(true); }
TEST_CASE("not exclude:x") { CHECK(false); }
TEST_CASE("ns::x/y é") { CHECK(true); }
TEST_CASE("-c") { CHECK(true); }
TEST_CASE("Case") { CHECK(true); }
TEST_CASE("case") { CHECK(false); }
TEST_CASE("a name that goes beyond the eighty columns of a terminal and so is broken by the listing",
          "[tag one][tag two][tag three][tag four][tag five][tag six][tag seven][tag eight][tag nine]") {
    CHECK(true);
}
TEST_CASE(
    "word"
    "wordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordwordword",
    "[long]") {
    CHECK(true);
}
TEST_CASE("hidden", "[.slow]") { CHECK(true); }
TEST_CASE("hidden too", "[.][slow]") { CHECK(false); }
