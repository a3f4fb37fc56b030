#include <gtest/gtest.h>

TEST(Suite, Passes) {}
TEST(Suite, Fails) { EXPECT_EQ(1 + 1, 3); }
