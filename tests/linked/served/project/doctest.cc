#include <doctest/doctest.h>

#include "fixtures.h"

using parallel_fixtures::get;

TEST_CASE("plain") { CHECK(1 + 1 == 2); }
TEST_SUITE("database") {
    TEST_CASE("1") { CHECK(get<Database>().rows++ == 1); }
    TEST_CASE("2") { CHECK(get<Database>().rows++ == 1); }
}
TEST_SUITE("schema") {
    TEST_CASE("1") { CHECK(get<Schema>().database.rows++ == 11); }
    TEST_CASE("2") { CHECK(get<Database>().rows++ == 11); }
}
TEST_SUITE("table") {
    TEST_CASE("1") { CHECK(get<Table>().schema.database.rows++ == 111); }
    TEST_CASE("2") { CHECK(get<Table>().schema.database.rows++ == 111); }
}
TEST_SUITE("broken") {
    TEST_CASE("1") { CHECK(false); }
}
TEST_SUITE("absent") {
    TEST_CASE("1") { CHECK(false); }
}
TEST_SUITE("no fixture") {
    TEST_CASE("asks for nothing") { get<Schema>(); }
}
TEST_CASE("fails") {
    const int answer = 41;
    CHECK(answer == 42);
}
TEST_CASE("skipped" * doctest::skip()) { CHECK(false); }
TEST_CASE("should fail" * doctest::should_fail()) { CHECK(false); }
TEST_CASE("should fail and passes" * doctest::should_fail()) { CHECK(true); }
TEST_CASE("may fail" * doctest::may_fail()) { CHECK(false); }
