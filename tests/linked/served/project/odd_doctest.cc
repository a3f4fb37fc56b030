#include <doctest/doctest.h>

#include "odd_names.h"

#define ODD_TEST(name)        \
    TEST_CASE(name) {         \
        log_line(name);       \
        CHECK(is_mine(name)); \
    }
TEST_SUITE("a*") { ODD_NAMES(ODD_TEST) }
