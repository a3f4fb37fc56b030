#include <doctest/doctest.h>
#include <parallel_fixtures/fixture.h>

#ifdef MISTAKE_circle
struct Last;
struct First {
    using parent = Last;
};
struct Middle {
    using parent = First;
};
struct Last {
    using parent = Middle;
};
PARALLEL_FIXTURE(First, "first");
PARALLEL_FIXTURE(Middle, "middle");
PARALLEL_FIXTURE(Last, "last");
TEST_SUITE("middle") {
    TEST_CASE("test") { CHECK(true); }
}
#elif defined(MISTAKE_twice)
TEST_CASE("same") { CHECK(true); }
TEST_CASE("same") { CHECK(false); }
TEST_SUITE("suite") {
    TEST_CASE("in a suite") { CHECK(true); }
}
#else
TEST_CASE("two\nlines") { CHECK(true); }
#endif
