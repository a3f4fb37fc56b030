// Each test writes the variables of its resources into a file.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

class Program : public testing::Test {
protected:
    void TearDown() override {
        std::vector<std::string> lines;
        for (char** entry = environ; *entry != nullptr; ++entry) {
            if (std::string(*entry).rfind("CTEST_RESOURCE_GROUP", 0) == 0) {
                lines.emplace_back(*entry);
            }
        }
        std::sort(lines.begin(), lines.end());
        const char* name = testing::UnitTest::GetInstance()->current_test_info()->name();
        std::ofstream file(std::string(std::getenv("HERE")) + "/program." + name);
        for (const std::string& line : lines) {
            file << line << '\n';
        }
    }
};

TEST_F(Program, none) {}
TEST_F(Program, one) {}
TEST_F(Program, spread) {}
TEST_F(Program, groups) {}
TEST_F(Program, both) {}
TEST_F(Program, large) {}
TEST_F(Program, other) {}
TEST_F(Program, empty) {}

}  // namespace
