// Each test writes its name to the file that LOG names.
#include <doctest/doctest.h>

#include "log.h"

#define ODD_TEST(name) \
    TEST_CASE(name) { log_line(name); }
TEST_SUITE("a*") {
#include "odd_names.h"
}
