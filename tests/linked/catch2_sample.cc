#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "tests/linked/support/sample_fixtures.h"

using parallel_fixtures::get;

TEST_CASE("plain") { CHECK(1 + 1 == 2); }
TEST_CASE("on database", "[database][fast]") { CHECK(get<Database>().rows == 1); }
TEST_CASE("on schema", "[schema]") { CHECK(get<Schema>().database.rows == 11); }
TEST_CASE("both", "[database][schema]") { CHECK(&get<Schema>().database == &get<Database>()); }
TEST_CASE("on other", "[other]") { CHECK_NOTHROW(get<Other>()); }
TEST_CASE("asks for nothing") { get<Schema>(); }

TEST_CASE("fails twice") {
    INFO("looking at " << 7);
    const int answer = 41;
    CHECK(answer == 42);
    SECTION("inner") { FAIL("said so"); }
}
TEST_CASE("throws") { throw std::runtime_error("thrown thing"); }
TEST_CASE("sections") {
    const int n = GENERATE(1, 2, 3);
    SECTION("a") { std::printf("<a%d>\n", n); }
    SECTION("b") { std::printf("<b%d>\n", n); }
    CHECK(n < 3);
}
TEST_CASE("no assertions") {}
TEST_CASE("should fail and does", "[!shouldfail]") { CHECK(false); }
TEST_CASE("should fail and passes", "[!shouldfail]") { CHECK(true); }
TEST_CASE("may fail", "[!mayfail]") { CHECK(false); }
TEST_CASE("hidden", "[.][slow]") { CHECK(true); }
TEST_CASE("crashes") { std::abort(); }
TEST_CASE("exits") { _exit(0); }

TEST_CASE("broken 1", "[broken]") { std::puts("<body ran>"); }
TEST_CASE("broken 2", "[on-broken]") { std::puts("<body ran>"); }
TEST_CASE("absent", "[absent]") { std::puts("<body ran>"); }

#if defined(SKIP)
TEST_CASE("skips") { SKIP("not today"); }
#endif

#if defined(TEST_CASE_PERSISTENT_FIXTURE)
template <class Fixture>
struct Holder {
    Fixture& fixture = get<Fixture>();
    mutable int entered = 0;
};
TEST_CASE_PERSISTENT_FIXTURE(Holder<Database>, "keeps its object", "[database]") {
    std::printf("<kept %d>\n", ++entered);
    SECTION("a") { CHECK(fixture.rows == 1); }
    SECTION("b") { CHECK(entered == 2); }
}
TEST_CASE_PERSISTENT_FIXTURE(Holder<Broken>, "broken object", "[broken]") { std::puts("<body ran>"); }
#endif

// Names that a test spec takes for something else, each beside one that it could be taken for.
#define NAMED(id, name) \
    TEST_CASE(name) { std::puts("<ran " #id ">"); }
NAMED(1, "a,b")
NAMED(2, "a")
NAMED(3, "x [schema] y")
NAMED(4, "\"quoted\"")
NAMED(5, "quoted")
NAMED(6, "*star*")
NAMED(7, "a star b")
NAMED(8, "back\\slash\\")
NAMED(9, " leading and trailing ")
NAMED(10, "leading and trailing")
NAMED(11, "CASE")
NAMED(12, "case")
NAMED(13, "~not")
NAMED(14, "exclude:a")
NAMED(15, "-dash")
