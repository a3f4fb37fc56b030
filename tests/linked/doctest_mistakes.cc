// A fixture whose parent is not registered.
#include <doctest/doctest.h>

#include <cstdio>

#include "parallel_fixtures/fixture.h"

struct Unknown {};
struct Orphan {
    using parent = Unknown;
};
PARALLEL_FIXTURE(Orphan, "orphan");

TEST_CASE("plain") { std::puts("<body ran>"); }
