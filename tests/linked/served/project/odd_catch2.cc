// Each test writes its name to the file that LOG names.
#include <catch2/catch.hpp>

#include "log.h"

#define ODD_TEST(name)  \
    TEST_CASE(name) {   \
        log_line(name); \
        CHECK(true);    \
    }
#include "odd_names.h"
