#include <catch2/catch.hpp>

#include "places.h"

TEST_CASE("has the database") { CHECK(has_database()); }
TEST_CASE("meets") { CHECK(meets("c")); }
TEST_CASE("is alone") { CHECK(is_alone()); }
TEST_CASE("only Catch2") { CHECK(is_alone()); }
