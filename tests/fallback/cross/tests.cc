#if defined(LINKED)
#include <parallel_fixtures/fixture.h>
#endif
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#if defined(LINKED)
struct Numbers {
    Numbers() { std::ofstream(std::getenv("LOG"), std::ios::app) << "set up\n"; }
    int number = 1;
};
PARALLEL_FIXTURE(Numbers, "numbers");
#endif

TEST_CASE("it has the variable of the fixture") { CHECK(std::string(std::getenv("NAME")) == "base"); }
TEST_CASE("it fails") { CHECK(1 == 2); }

#if defined(LINKED)
TEST_SUITE("numbers") {
    TEST_CASE("changes") {
        parallel_fixtures::get<Numbers>().number = 2;
        CHECK(parallel_fixtures::get<Numbers>().number == 2);
    }
    TEST_CASE("does not see the change") { CHECK(parallel_fixtures::get<Numbers>().number == 1); }
}
#endif
