#include <doctest/doctest.h>

#include "unit_fixtures.h"

using parallel_fixtures::get;

TEST_SUITE("other") {
    TEST_CASE("first") { CHECK(true); }
    TEST_CASE("again") { CHECK(true); }
}
TEST_SUITE("page") {
    TEST_CASE("1") { get<Page>().line = "1"; }
    TEST_CASE("2") { get<Page>().line = "2"; }
}
TEST_SUITE("ledger") {
    TEST_CASE("3") {
        CHECK(get<Ledger>().entries == "12");
        get<Ledger>().entries += "3";
    }
}
