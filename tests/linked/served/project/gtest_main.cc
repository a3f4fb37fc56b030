// A main of its own, with an environment and a listener of its own.
#include <gtest/gtest.h>
#include <parallel_fixtures/gtest.h>

#include <cstdio>

#include "log.h"

namespace {

int level = 0;

class Environment : public testing::Environment {
public:
    explicit Environment(int number) : number_(number) {}
    void SetUp() override {
        log_line("up " + std::to_string(number_));
        level = number_;
    }
    void TearDown() override { log_line("down " + std::to_string(number_)); }

private:
    int number_;
};

class Listener : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo& test) override { std::printf("<listener: %s>\n", test.name()); }
};

}  // namespace

TEST(Main, SeesBothEnvironments) { EXPECT_EQ(level, 2); }
TEST(Main, Again) { EXPECT_EQ(level, 2); }

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    testing::AddGlobalTestEnvironment(new Environment(1));
    testing::AddGlobalTestEnvironment(new Environment(2));
    testing::UnitTest::GetInstance()->listeners().Append(new Listener);
    return parallel_fixtures::run_all_tests();
}
