#include <gtest/gtest.h>

#include "places.h"

class Shared : public testing::Environment {
    void SetUp() override { setenv("STATE", "ready", 1); }
};
const testing::Environment* const kShared = testing::AddGlobalTestEnvironment(new Shared);

TEST(Unit, HasDatabase) { EXPECT_TRUE(has_database()); }
TEST(Unit, HasState) { EXPECT_EQ(variable("STATE"), "ready"); }
TEST(Unit, Meets) { EXPECT_TRUE(meets("g")); }
