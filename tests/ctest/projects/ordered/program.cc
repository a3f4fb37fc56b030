// Each test fails unless the file is there that the test before it writes when it ends.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

bool is_there(const std::string& name) { return access((std::getenv("WORK") + ("/" + name)).c_str(), F_OK) == 0; }

}  // namespace

TEST(After, Group) { EXPECT_TRUE(is_there("first")); }
TEST(After, Matched) { EXPECT_TRUE(is_there("second")); }
TEST(After, Script) { EXPECT_TRUE(is_there("third")); }
