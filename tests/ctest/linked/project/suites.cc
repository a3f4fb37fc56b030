#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "log.h"

namespace {

// Runs in every process that comes as far as static constructors: not in one that is only a client.
const bool constructed = [] {
    log_line("constructed");
    return true;
}();

class Everything : public testing::Environment {
    void SetUp() override { log_line("up everything"); }
    void TearDown() override { log_line("down everything"); }
};
[[maybe_unused]] testing::Environment* const everything = testing::AddGlobalTestEnvironment(new Everything);

// Both tests that wait for each other must be alive at one time.
void meet(const char* own, const char* other) {
    std::ofstream(variable("MEET") + "/" + own) << "\n";
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (!std::ifstream(variable("MEET") + "/" + other)) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline) << other << " does not come";
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

}  // namespace

class Shared : public testing::Test {
protected:
    static void SetUpTestSuite() {
        log_line("up shared");
        value = 7;
    }
    static void TearDownTestSuite() { log_line("down shared"); }
    static int value;
};
int Shared::value = 0;

TEST_F(Shared, First) { EXPECT_EQ(value++, 7); }
TEST_F(Shared, Second) { EXPECT_EQ(value++, 7); }
TEST_F(Shared, MeetsA) { meet("a", "b"); }
TEST_F(Shared, MeetsB) { meet("b", "a"); }
TEST_F(Shared, Fails) { EXPECT_EQ(value, 8) << "as it must"; }
TEST_F(Shared, Crashes) { raise(SIGSEGV); }
TEST_F(Shared, Aborts) { std::abort(); }
TEST_F(Shared, Exits) { std::_Exit(3); }
TEST_F(Shared, ExitsEarly) { std::_Exit(0); }
TEST_F(Shared, Skips) { GTEST_SKIP() << "not here"; }
TEST_F(Shared, Hangs) {
    log_line("hangs");
    std::this_thread::sleep_for(std::chrono::hours(1));
}
TEST_F(Shared, DISABLED_Never) { FAIL(); }
TEST_F(Shared, Flaky) { EXPECT_EQ(variable("PARALLEL_FIXTURES_ATTEMPT"), "2"); }
TEST_F(Shared, Environment) {
    log_line("from ctest " + variable("FROM_CTEST"));
    EXPECT_NE(variable("PARALLEL_FIXTURES_TASK"), "");
}
TEST(Alone, Prints) { std::puts("printed by the test"); }

class Broken : public testing::Test {
protected:
    static void SetUpTestSuite() {
        log_line("up broken");
        std::puts("what the set-up printed");
        FAIL() << "it cannot be set up";
    }
};
TEST_F(Broken, One) {}
TEST_F(Broken, Two) {}

class Unavailable : public testing::Test {
protected:
    static void SetUpTestSuite() { GTEST_SKIP() << "not on this machine"; }
};
TEST_F(Unavailable, One) {}
