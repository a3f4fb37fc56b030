#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "unit_fixtures.h"

using parallel_fixtures::get;

TEST_CASE("other first", "[other]") { CHECK(true); }
TEST_CASE("page 1", "[page]") { get<Page>().line = "1"; }
TEST_CASE("other again", "[other]") { CHECK(true); }
TEST_CASE("ledger", "[ledger]") {
    CHECK(get<Ledger>().entries == "12");
    get<Ledger>().entries += "3";
}
TEST_CASE("page 2", "[page]") { get<Page>().line = "2"; }
