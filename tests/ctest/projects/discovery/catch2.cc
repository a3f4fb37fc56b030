#include <catch2/catch.hpp>

TEST_CASE("plain") { CHECK(true); }
TEST_CASE("fails") { CHECK(false); }
TEST_CASE("tagged", "[fast][two words]") { CHECK(true); }
TEST_CASE("slow and tagged", "[fast][slow]") { CHECK(true); }
TEST_CASE("a, b") { CHECK(true); }
TEST_CASE("quote \" dollar $HOME hash # percent %") { CHECK(true); }
TEST_CASE("hidden", "[.]") { CHECK(false); }
TEST_CASE("spaces  inside") { CHECK(true); }
TEMPLATE_TEST_CASE("template", "[fast]", int, char) { CHECK(sizeof(TestType) < 8); }
SCENARIO("a scenario") { CHECK(true); }
