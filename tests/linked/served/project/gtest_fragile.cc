// Set-ups that end their process instead of coming to an end.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "log.h"

class Raises : public testing::Test {
public:
    static void SetUpTestSuite() {
        log_line("Raises up");
        std::raise(SIGSEGV);
    }
};
TEST_F(Raises, Never) {}

class Exits : public testing::Test {
public:
    static void SetUpTestSuite() {
        log_line("Exits up");
        std::exit(0);
    }
};
TEST_F(Exits, Never) {}

class FallsDown : public testing::Test {
public:
    static void TearDownTestSuite() {
        log_line("FallsDown down");
        std::raise(SIGABRT);
    }
};
TEST_F(FallsDown, Passes) {}

TEST(Bystander, Passes) {}
