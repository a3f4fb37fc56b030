// Many short tests on nested fixtures, for kills at random moments.
#include <poll.h>

#include <catch2/catch.hpp>

#include "fixtures.h"

using parallel_fixtures::get;

#define SOME(number, tag) \
    TEST_CASE(tag " " #number, "[" tag "]") { poll(nullptr, 0, number % 7); }
#define TEN(tens, tag)                                                                                                \
    SOME(tens##0, tag)                                                                                                \
    SOME(tens##1, tag)                                                                                                \
    SOME(tens##2, tag) SOME(tens##3, tag) SOME(tens##4, tag) SOME(tens##5, tag) SOME(tens##6, tag) SOME(tens##7, tag) \
        SOME(tens##8, tag) SOME(tens##9, tag)

TEN(1, "plain")
TEN(2, "database") TEN(3, "database") TEN(4, "database") TEN(5, "schema") TEN(6, "schema") TEN(7, "table")
