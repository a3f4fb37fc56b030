// A GoogleTest program: an environment, a suite with a set-up of its own, and tests that misbehave when they are asked
// to.
#include <gtest/gtest.h>

#include <memory>

#include "nasty.h"

namespace {

const std::string kProgram = chaos::variable("CHAOS_PROGRAM");  // Its group: it stands for three.

bool asked(const std::string& what) { return chaos::asked(kProgram + "-" + what); }

class Environment : public testing::Environment {
public:
    void SetUp() override {
        ASSERT_FALSE(chaos::asked("up-fails-" + kProgram));
        fixture_ = std::make_unique<chaos::Fixture>(kProgram);
    }
    void TearDown() override { fixture_.reset(); }

private:
    std::unique_ptr<chaos::Fixture> fixture_;
};

[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

std::unique_ptr<chaos::Fixture> suite_fixture;
int changes = 0;

// One test does not see another, unless they share a process.
void change() { EXPECT_TRUE(++changes == 1 || kProgram != "linked"); }

}  // namespace

class Suite : public testing::Test {
public:
    static void SetUpTestSuite() { suite_fixture = std::make_unique<chaos::Fixture>(kProgram + "/Suite"); }
    static void TearDownTestSuite() { suite_fixture.reset(); }
};
TEST_F(Suite, First) {
    chaos::wait_ms(20);
    change();
}
TEST_F(Suite, Second) {
    chaos::wait_ms(30);
    change();
}
TEST_F(Suite, KillsParent) {
    if (asked("parent")) {
        chaos::be_nasty("parent");
    }
}
TEST(Plain, Misbehaves) {
    for (const char* what : {"group", "closes", "scribbles", "stops", "deaf", "daemons", "aborts", "leaks"}) {
        if (asked(what)) {
            chaos::be_nasty(what);
        }
    }
}
TEST(Plain, Waits) { chaos::wait_ms(40); }
