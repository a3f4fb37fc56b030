// What GoogleTest, GoogleMock and the C library do when a program ends, and not before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "log.h"

namespace {

struct Listener {
    virtual ~Listener() = default;
    virtual void called() = 0;
};
struct Mock : Listener {
    MOCK_METHOD(void, called, (), (override));
};

Mock* leaked(int times) {
    auto* mock = new Mock;
    EXPECT_CALL(*mock, called()).Times(times);
    return mock;
}

class AtEnd : public testing::EmptyTestEventListener {
    void OnTestProgramEnd(const testing::UnitTest& /*all*/) override { log_line("program end"); }
};

class Environment : public testing::Environment {
    void SetUp() override {
        testing::UnitTest::GetInstance()->listeners().Append(new AtEnd);
        of_set_up = std::make_unique<Mock>();
        EXPECT_CALL(*of_set_up, called()).Times(testing::AnyNumber());
        static thread_local AtThreadEnd at_end;
        at_end.touch();
    }
    void TearDown() override {
        log_line("environment down");
        of_set_up.reset();
        if (asked("LEAK_ENVIRONMENT")) {
            leaked(0);
        }
    }

    struct AtThreadEnd {
        void touch() {}
        ~AtThreadEnd() { log_line("thread of set-up"); }
    };
    std::unique_ptr<Mock> of_set_up;
};
[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

struct OfProgram {
    ~OfProgram() { log_line("static of the program"); }
} of_program;

struct OfTest {
    ~OfTest() { log_line("static of a test"); }
};

}  // namespace

class Mocked : public testing::Test {
public:
    static void SetUpTestSuite() {
        shared = leaked(0);
        if (asked("LEAK_SUITE")) {
            leaked(0);
        }
    }
    static void TearDownTestSuite() { delete shared; }

    static Mock* shared;
};
Mock* Mocked::shared = nullptr;

TEST_F(Mocked, Passes) {}
TEST_F(Mocked, DeletesWhatIsTheSuites) {
    delete shared;
    shared = nullptr;
}
TEST_F(Mocked, Leaks) { leaked(1); }

TEST(Leaks, WithUnmetExpectation) { leaked(1); }
TEST(Leaks, WithNothingMissing) { leaked(0); }
TEST(Leaks, InADeathTest) {
    EXPECT_EXIT(
        {
            leaked(1);
            std::exit(0);
        },
        testing::ExitedWithCode(0), "");
}
TEST(Leaks, DeathTestDeletesIt) {
    EXPECT_EXIT(
        {
            delete leaked(0);
            std::exit(0);
        },
        testing::ExitedWithCode(0), "");
}
TEST(Leaks, Allowed) { testing::Mock::AllowLeak(leaked(1)); }
TEST(Leaks, NothingInStaticObjects) {
    static Mock mock;
    static const auto held = std::make_unique<Mock>();
    EXPECT_CALL(mock, called()).Times(0);
    EXPECT_CALL(*held, called()).Times(0);
}
TEST(Leaks, Nothing) {
    const auto mock = std::make_unique<Mock>();
    EXPECT_CALL(*mock, called());
    mock->called();
}

TEST(AtExit, RunsWhatIsTheTests) {
    static OfTest of_test;
    static thread_local OfTest of_thread;
    std::atexit([] {
        std::puts("printed by a handler");
        log_line("atexit of a test");
    });
    static_cast<void>(&of_test);
    static_cast<void>(&of_thread);
}
TEST(AtExit, HandlerCrashes) {
    std::atexit([] { std::raise(SIGSEGV); });
}
TEST(AtExit, HandlerExits) {
    std::atexit([] { _exit(3); });
}
