#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "blocks.h"

PARALLEL_FIXTURE(Store, "store");

TEST_CASE("Passes") { SUCCEED(); }
TEST_CASE("Uses", "[store]") { CHECK(parallel_fixtures::get<Store>().entries[0] == 0); }
TEST_CASE("Leaks", "[store]") { leak(); }
TEST_CASE("Keeps", "[store]") { keep(); }
