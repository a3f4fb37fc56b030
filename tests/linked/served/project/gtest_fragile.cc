// Set-ups that end their process instead of coming to an end.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "log.h"

namespace {

int count_lines(const std::string& wanted) {
    std::ifstream log(variable("LOG"));
    int count = 0;
    for (std::string line; std::getline(log, line);) {
        count += line == wanted ? 1 : 0;
    }
    return count;
}

}  // namespace

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

// Killed, as if by somebody else, as often as KILLS says.
class Killed : public testing::Test {
public:
    static void SetUpTestSuite() {
        log_line("Killed up");
        if (count_lines("Killed up") <= std::atoi(variable("KILLS").c_str())) {
            std::raise(SIGKILL);
        }
    }
};
TEST_F(Killed, Passes) {}

TEST(Bystander, Passes) {}
