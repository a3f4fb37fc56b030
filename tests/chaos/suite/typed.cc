// A doctest program with nested fixtures as types, of each scope.
#include <doctest/doctest.h>
#include <parallel_fixtures/fixture.h>

#include <stdexcept>

#include "nasty.h"

struct Root {
    chaos::Fixture fixture{"typed/root"};
};
struct Inner {
    using parent = Root;
    explicit Inner(Root& /*below*/) {
        if (chaos::asked("up-fails-typed")) {
            throw std::runtime_error("asked to");
        }
    }
    chaos::Fixture fixture{"typed/inner"};
};
struct Each {
    using parent = Root;
    static constexpr auto scope = parallel_fixtures::Scope::worker;
    explicit Each(Root& /*below*/) {}
    chaos::Fixture fixture{"typed/each"};
};
PARALLEL_FIXTURE(Root, "root");
PARALLEL_FIXTURE(Inner, "inner");
PARALLEL_FIXTURE(Each, "each");

TEST_SUITE("root") {
    TEST_CASE("root waits") { chaos::wait_ms(20); }
}
TEST_SUITE("inner") {
    TEST_CASE("inner waits") { chaos::wait_ms(30); }
    TEST_CASE("inner misbehaves") {
        for (const char* what : {"group", "closes", "parent", "scribbles"}) {
            if (chaos::asked(std::string("typed-") + what)) {
                chaos::be_nasty(what);
            }
        }
    }
}
TEST_SUITE("each") {
    TEST_CASE("each 1") { chaos::wait_ms(10); }
    TEST_CASE("each 2") { chaos::wait_ms(10); }
}
