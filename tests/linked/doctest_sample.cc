#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/linked/support/sample_fixtures.h"

using parallel_fixtures::get;

TEST_CASE("plain") { CHECK(1 + 1 == 2); }
TEST_SUITE("database") {
    TEST_CASE("one") { CHECK(get<Database>().rows == 1); }
    TEST_CASE("two") { CHECK(get<Database>().rows == 1); }
}
TEST_SUITE("schema") {
    TEST_CASE("one") {
        CHECK(get<Schema>().database.rows == 11);
        CHECK(&get<Schema>().database == &get<Database>());
    }
}
TEST_SUITE("other") {
    TEST_CASE("one") { CHECK_NOTHROW(get<Other>()); }
}
TEST_SUITE("no fixture") {
    TEST_CASE("asks for nothing") { get<Schema>(); }
}

TEST_CASE("fails twice") {
    INFO("looking at " << 7);
    const int answer = 41;
    CHECK(answer == 42);
    SUBCASE("inner") { FAIL("said so"); }
}
TEST_CASE("throws") { throw std::runtime_error("thrown thing"); }
TEST_CASE("subcases") {
    SUBCASE("a") { std::puts("<a>"); }
    SUBCASE("b") { std::puts("<b>"); }
    WARN(false);
    CHECK_THROWS(static_cast<void>(1));
}
TEST_CASE("skipped" * doctest::skip()) { std::puts("<body ran>"); }
TEST_CASE("may fail" * doctest::may_fail()) { CHECK(false); }
TEST_CASE("should fail and does" * doctest::should_fail()) { CHECK(false); }
TEST_CASE("should fail and passes" * doctest::should_fail()) { CHECK(true); }
TEST_CASE("expected two" * doctest::expected_failures(2)) {
    CHECK(false);
    CHECK(false);
}
TEST_CASE("expected two, got one" * doctest::expected_failures(2)) { CHECK(false); }
TEST_CASE("too slow" * doctest::timeout(0.001)) {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(5)) {
    }
}
TEST_CASE("crashes") { std::abort(); }
TEST_CASE("exits") { _exit(0); }

TEST_SUITE("broken") {
    TEST_CASE("broken 1") { std::puts("<body ran>"); }
}
TEST_SUITE("on-broken") {
    TEST_CASE("broken 2") { std::puts("<body ran>"); }
}
TEST_SUITE("absent") {
    TEST_CASE("absent") { std::puts("<body ran>"); }
}

TEST_CASE_TEMPLATE("template", T, int, char) { CHECK(sizeof(T) > 0); }

// Names that a filter takes for something else, each beside one that it could be taken for.
#define NAMED(id, name) \
    TEST_CASE(name) { std::puts("<ran " #id ">"); }
NAMED(1, "a,b")
NAMED(2, "a")
NAMED(3, "*star*")
NAMED(4, "a star b")
NAMED(5, "back\\slash\\")
NAMED(6, " leading and trailing ")
NAMED(7, "leading and trailing")
NAMED(8, "CASE")
NAMED(9, "case")
NAMED(10, "\"quoted\"")
NAMED(11, "twin")
NAMED(12, "twin")
