// Which process runs which test: "<test> <process> <how many tests before it in this process> <worker>".
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "log.h"

namespace {

int before = 0;

void print_descriptors() {
    std::printf("descriptors:");
    for (int fd = 0; fd < 1024; ++fd) {
        if (fcntl(fd, F_GETFD) >= 0) {
            std::printf(" %d", fd);
        }
    }
    std::printf("\n");
}

void note(const char* test) {
    log_line(std::string(test) + " " + std::to_string(getpid()) + " " + std::to_string(before++) + " " +
             variable("PARALLEL_FIXTURES_WORKER"));
    print_descriptors();
    if (variable("CRASH") == test) {
        std::raise(SIGSEGV);
    }
    EXPECT_NE(variable("FAIL"), test);
}

}  // namespace

class First : public testing::Test {
public:
    static void SetUpTestSuite() { log_line("First up"); }
    static void TearDownTestSuite() { log_line("First down"); }
};
class Second : public testing::Test {
public:
    static void SetUpTestSuite() { log_line("Second up"); }
};

TEST_F(First, A) { note("A"); }
TEST_F(First, B) { note("B"); }
TEST_F(First, C) { note("C"); }
TEST_F(First, D) { note("D"); }
TEST_F(First, E) { note("E"); }
TEST_F(Second, F) { note("F"); }
TEST_F(Second, G) { note("G"); }
