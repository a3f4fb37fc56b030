// A program that is not linked with ParallelFixtures.
#include <gtest/gtest.h>

#include "log.h"

TEST(Plain, One) { log_line("one"); }
TEST(Plain, OneMore) { log_line("one more"); }
TEST(Plain, Skips) { GTEST_SKIP() << "not today"; }
TEST(Plain, Exits) { std::exit(0); }
