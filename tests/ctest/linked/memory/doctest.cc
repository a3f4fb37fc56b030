#include <doctest/doctest.h>

#include "blocks.h"

PARALLEL_FIXTURE(Store, "store");

TEST_CASE("Passes") { CHECK(true); }
TEST_SUITE("store") {
    TEST_CASE("Uses") { CHECK(parallel_fixtures::get<Store>().entries[0] == 0); }
    TEST_CASE("Leaks") { leak(); }
    TEST_CASE("Keeps") { keep(); }
}
