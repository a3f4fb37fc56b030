// A unit whose tests need each other's changes, and leave them to teardown. "<what> <what tests have changed>
// <process>" goes to the log; variables ask a test or a set-up for something.
#include <gtest/gtest.h>
#include <parallel_fixtures/program.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>

#include "log.h"

namespace {

std::string seen;  // Every test adds its name.

void note(const std::string& what) { log_line(what + " " + seen + " " + std::to_string(getpid())); }

void visit(const std::string& test) {
    seen += test;
    note(test);
    std::printf("printed by %s\n", test.c_str());
    EXPECT_EQ(access(variable("PARALLEL_FIXTURES_TMPDIR").c_str(), W_OK), 0);
    if (variable("CRASH") == test) {
        std::raise(SIGSEGV);
    }
    if (variable("EXIT") == test) {
        std::exit(0);
    }
    while (variable("HANG") == test) {
        pause();
    }
    if (variable("FAIL_AT_FIRST") == test && variable("PARALLEL_FIXTURES_ATTEMPT") == "1") {
        ADD_FAILURE() << "at first";
    }
}

class Environment : public testing::Environment {
public:
    void SetUp() override { note("environment up"); }
    void TearDown() override { note("environment down"); }
};

[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

}  // namespace

class First : public testing::Test {
public:
    static void SetUpTestSuite() {
        note("First up");
        std::printf("printed by First\n");
        if (asked("CRASH_SUITE")) {
            std::raise(SIGSEGV);
        }
        ASSERT_FALSE(asked("FAIL_SUITE"));
        parallel_fixtures::after_fork([](const parallel_fixtures::Worker&) { note("hook"); });
        // A thread that stands while the tests run: nothing is forked from this process.
        if (!asked("EXIT")) {  // exit() would wait for it, as in a program that runs alone.
            thread = std::async(std::launch::async, [] { stop.get_future().wait(); });
        }
    }
    static void TearDownTestSuite() {
        note("First down");
        if (thread.valid()) {
            stop.set_value();
            thread.get();
        }
    }
    static std::promise<void> stop;
    static std::future<void> thread;
};
std::promise<void> First::stop;
std::future<void> First::thread;

class Second : public testing::Test {
public:
    static void SetUpTestSuite() { note("Second up"); }
    static void TearDownTestSuite() { note("Second down"); }
};

TEST_F(First, A) { visit("A"); }
TEST_F(First, B) { visit("B"); }
TEST_F(Second, C) { visit("C"); }
TEST(Plain, P) { visit("P"); }
