#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "odd_names.h"

#define ODD_TEST(name)        \
    TEST_CASE(name) {         \
        log_line(name);       \
        CHECK(is_mine(name)); \
    }
ODD_NAMES(ODD_TEST)
