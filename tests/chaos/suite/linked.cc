// A GoogleTest program: an environment, a suite with a set-up of its own, and tests that misbehave when they are asked
// to.
#include <gtest/gtest.h>

#include <memory>

#include "nasty.h"

namespace {

class Environment : public testing::Environment {
public:
    void SetUp() override {
        ASSERT_FALSE(chaos::asked("up-fails-linked"));
        fixture_ = std::make_unique<chaos::Fixture>("linked");
    }
    void TearDown() override { fixture_.reset(); }

private:
    std::unique_ptr<chaos::Fixture> fixture_;
};

[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

std::unique_ptr<chaos::Fixture> suite_fixture;
int changes = 0;

}  // namespace

class Suite : public testing::Test {
public:
    static void SetUpTestSuite() { suite_fixture = std::make_unique<chaos::Fixture>("linked/Suite"); }
    static void TearDownTestSuite() { suite_fixture.reset(); }
};
TEST_F(Suite, First) {
    chaos::wait_ms(20);
    EXPECT_EQ(++changes, 1);
}
TEST_F(Suite, Second) {
    chaos::wait_ms(30);
    EXPECT_EQ(++changes, 1);
}
TEST_F(Suite, KillsParent) {
    if (chaos::asked("linked-parent")) {
        chaos::be_nasty("parent");
    }
}
TEST(Plain, Misbehaves) {
    for (const char* what : {"group", "closes", "scribbles", "stops", "deaf", "daemons", "aborts", "leaks"}) {
        if (chaos::asked(std::string("linked-") + what)) {
            chaos::be_nasty(what);
        }
    }
}
TEST(Plain, Waits) { chaos::wait_ms(40); }
