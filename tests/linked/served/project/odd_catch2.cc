#include <catch2/catch.hpp>

#include "odd_names.h"

#define ODD_TEST(name)        \
    TEST_CASE(name) {         \
        log_line(name);       \
        CHECK(is_mine(name)); \
    }
ODD_NAMES(ODD_TEST)
