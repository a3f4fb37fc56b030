#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "fixtures.h"

using parallel_fixtures::get;

TEST_CASE("plain", "[fast][slow path]") { CHECK(1 + 1 == 2); }
TEST_CASE("database 1", "[database]") { CHECK(get<Database>().rows++ == 1); }
TEST_CASE("database 2", "[database]") { CHECK(get<Database>().rows++ == 1); }
TEST_CASE("schema 1", "[schema]") { CHECK(get<Schema>().database.rows++ == 11); }
TEST_CASE("schema 2", "[schema]") { CHECK(get<Database>().rows++ == 11); }
TEST_CASE("schema 3", "[schema]") { CHECK(get<Schema>().spoken.owner() != get<Database>().spoken.owner()); }
TEST_CASE("table 1", "[table]") { CHECK(get<Table>().schema.database.rows++ == 111); }
TEST_CASE("table 2", "[table]") { CHECK(get<Database>().rows++ == 111); }
TEST_CASE("broken", "[broken]") { CHECK(false); }
TEST_CASE("on broken", "[on-broken]") { CHECK(false); }
TEST_CASE("absent", "[absent]") { CHECK(false); }
TEST_CASE("asks for nothing") { get<Schema>(); }
TEST_CASE("fails") {
    const int answer = 41;
    CHECK(answer == 42);
}
TEST_CASE("should fail", "[!shouldfail]") { CHECK(false); }
TEST_CASE("should fail and passes", "[!shouldfail]") { CHECK(true); }
TEST_CASE("may fail", "[!mayfail]") { CHECK(false); }
TEST_CASE("sections") {
    int count = 0;
    SECTION("one") { CHECK(++count == 1); }
    SECTION("two") { CHECK(++count == 1); }
}
TEST_CASE("hidden", "[.]") { CHECK(false); }
TEST_CASE("odd, name: [with] \"quotes\" & <brackets> *\\") { CHECK(true); }
