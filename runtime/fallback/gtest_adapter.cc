// Implements parallel_fixtures/gtest.h where there is no helper: the program is an ordinary GoogleTest program.
#include "parallel_fixtures/gtest.h"

#include <gtest/gtest.h>

namespace parallel_fixtures {

int run_all_tests() { return RUN_ALL_TESTS(); }

}  // namespace parallel_fixtures
