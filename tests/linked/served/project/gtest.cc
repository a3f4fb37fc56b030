// Every kind of GoogleTest test, and things that only a fork shows. Set-ups and teardowns are written to the file that
// LOG names.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "log.h"

namespace {

int changes = 0;  // Static state that every test changes: each must find it as set-up left it.

class Environment : public testing::Environment {
public:
    void SetUp() override {
        log_line("environment up");
        process = getpid();
        std::printf("no newline before the fork");
        if (asked("REMOVE")) {
            EXPECT_EQ(rmdir(variable("REMOVE").c_str()), 0);
        }
        if (asked("FAIL_ENVIRONMENT")) {
            FAIL() << "the environment cannot stand";
        }
        if (asked("SKIP_ENVIRONMENT")) {
            GTEST_SKIP() << "not on this machine";
        }
    }
    void TearDown() override {
        log_line(process == getpid() ? "environment down" : "environment down elsewhere");
        if (asked("FAIL_ENVIRONMENT_DOWN")) {
            ADD_FAILURE() << "the environment cannot leave";
        }
    }

private:
    pid_t process = 0;
};

[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

struct StaticObject {
    ~StaticObject() { log_line("static destructor"); }
} static_object;

}  // namespace

class Shared : public testing::Test {
public:
    static void SetUpTestSuite() {
        log_line("Shared up");
        state = new std::string("fresh");
        if (asked("FAIL_SUITE")) {
            FAIL() << "the suite cannot stand";
        }
        if (asked("THROW_SUITE")) {
            throw std::runtime_error("the suite throws");
        }
        if (asked("SKIP_SUITE")) {
            GTEST_SKIP() << "no suite today";
        }
    }
    static void TearDownTestSuite() {
        log_line("Shared down " + *state);
        if (asked("FAIL_SUITE_DOWN")) {
            ADD_FAILURE() << "the suite cannot leave";
        }
        delete state;
        state = nullptr;
    }
    Shared() { log_line("Shared constructed"); }
    static std::string* state;
};
std::string* Shared::state = nullptr;

TEST_F(Shared, First) {
    EXPECT_EQ(*state, "fresh");
    EXPECT_EQ(++changes, 1);
    *state = "changed by First";
}
TEST_F(Shared, Second) {
    EXPECT_EQ(*state, "fresh");
    EXPECT_EQ(++changes, 1);
    *state = "changed by Second";
}

TEST_F(Shared, Retried) {
    EXPECT_EQ(*state, "fresh");
    EXPECT_EQ(++changes, 1);
    *state = "changed by Retried";
    EXPECT_EQ(variable("PARALLEL_FIXTURES_ATTEMPT"), "1");
}

class Other : public testing::Test {
public:
    static void SetUpTestSuite() {
        EXPECT_EQ(Shared::state, nullptr);
        log_line("Other up");
    }
};
TEST_F(Other, SeesNothingOfShared) {
    EXPECT_EQ(Shared::state, nullptr);
    EXPECT_EQ(++changes, 1);
}

TEST(Plain, Passes) { EXPECT_EQ(++changes, 1); }
TEST(Plain, Fails) {
    EXPECT_EQ(1, 2) << "one is not two";
    ADD_FAILURE() << "and a second thing";
}
TEST(Plain, Retried) {
    EXPECT_EQ(++changes, 1);
    EXPECT_EQ(variable("PARALLEL_FIXTURES_ATTEMPT"), "2");
}
TEST(Plain, Throws) { throw std::runtime_error("thrown by a test"); }
TEST(Plain, Skips) { GTEST_SKIP() << "no reason to run"; }
TEST(Plain, FailsAndSkips) {
    EXPECT_EQ(1, 2) << "this has failed";
    GTEST_SKIP() << "and the rest is skipped";
}
TEST(Plain, DISABLED_Never) { FAIL(); }
TEST(Plain, Records) {
    RecordProperty("answer", 42);
    RecordProperty("unit", "m < s");
}
TEST(Plain, Crashes) { std::raise(SIGSEGV); }
TEST(Plain, Exits) { std::exit(0); }
TEST(Plain, KnowsNothingOfTheCaller) {
    for (const char* name :
         {"GTEST_ALSO_RUN_DISABLED_TESTS", "GTEST_BRIEF", "GTEST_FAIL_FAST", "GTEST_FILTER", "GTEST_FLAGFILE",
          "GTEST_OUTPUT", "GTEST_RANDOM_SEED", "GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING", "GTEST_REPEAT",
          "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE", "GTEST_SHUFFLE", "GTEST_STREAM_RESULT_TO",
          "GTEST_TOTAL_SHARDS", "TESTBRIDGE_TEST_ONLY", "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "XML_OUTPUT_FILE",
          "PARALLEL_FIXTURES_CHANNEL"}) {
        EXPECT_FALSE(asked(name)) << name;
    }
}
TEST(Plain, Hangs) {
    if (asked("HANG")) {
        pause();
    }
}
TEST(Plain, ForksAndLetsTheChildReturn) {
    const pid_t child = fork();
    if (child == 0) {
        return;
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
}
TEST(Plain, ForksAChildThatExits) {
    const pid_t child = fork();
    if (child == 0) {
        std::exit(7);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 7);
}
TEST(PlainDeathTest, Dies) {
    testing::FLAGS_gtest_death_test_style = "fast";
    EXPECT_DEATH(std::abort(), "");
}
TEST(PlainDeathTest, DiesThreadsafe) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(std::exit(3), testing::ExitedWithCode(3), "");
}

class Param : public testing::TestWithParam<int> {};
TEST_P(Param, IsSmall) { EXPECT_LT(GetParam(), 3); }
INSTANTIATE_TEST_SUITE_P(Values, Param, testing::Values(1, 2, 3));

template <typename T>
class Typed : public testing::Test {
public:
    static void SetUpTestSuite() { log_line("Typed up"); }
};
using Types = testing::Types<int, char>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, HasASize) { EXPECT_GE(sizeof(TypeParam), 1U); }
