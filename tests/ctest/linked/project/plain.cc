#include <gtest/gtest.h>

#include "log.h"

TEST(Plain, Passes) { log_line("plain on " + variable("DATABASE")); }
TEST(Plain, Fails) { FAIL() << "plainly"; }
TEST(Plain, Skips) { GTEST_SKIP() << "plainly"; }
