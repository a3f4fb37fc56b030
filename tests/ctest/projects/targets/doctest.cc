#include <doctest/doctest.h>

#include "places.h"

TEST_CASE("has the database") { CHECK(has_database()); }
TEST_CASE("meets") { CHECK(meets("d")); }
TEST_CASE("is alone") { CHECK(is_alone()); }
TEST_CASE("only doctest") { CHECK(is_alone()); }
