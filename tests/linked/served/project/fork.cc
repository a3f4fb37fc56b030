// What a fork does to a program, and must not.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "log.h"

namespace {

std::FILE* left_open = nullptr;

class Environment : public testing::Environment {
    void SetUp() override {
        std::printf("text of printf without a newline");
        std::cout << "text of cout without a newline";
        std::atexit([] { log_line("atexit"); });
        if (asked("LEAVE_OPEN")) {
            left_open = std::fopen(variable("LEAVE_OPEN").c_str(), "r");
        }
    }
};
[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

struct StaticObject {
    ~StaticObject() { log_line("static destructor"); }
} static_object;

}  // namespace

TEST(Fork, Quiet) {}
TEST(Fork, Prints) { std::printf("printed by a test"); }
TEST(Fork, Exits) {
    std::atexit([] { log_line("atexit of a test"); });
    std::exit(0);
}
TEST(Fork, QuickExits) { std::quick_exit(0); }
TEST(Fork, ChildReturns) {
    std::printf("before the fork of a test\n");
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        return;
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
}
TEST(Fork, ChildFails) {
    const pid_t child = fork();
    if (child == 0) {
        FAIL() << "in the child only";
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
}
TEST(Fork, SystemSeesItsChild) { EXPECT_EQ(std::system("exit 3"), 3 << 8); }
TEST(Fork, Seed) { log_line("seed " + variable("PARALLEL_FIXTURES_SEED")); }
TEST(Fork, OtherSeed) { log_line("seed " + variable("PARALLEL_FIXTURES_SEED")); }
TEST(Fork, Tunables) { log_line("tunables " + variable("GLIBC_TUNABLES")); }
TEST(Fork, HeapPages) {
    constexpr std::size_t kBlock = 1 << 20;
    constexpr int kBlocks = 64;
    std::vector<std::unique_ptr<char[]>> memory;
    for (int i = 0; i < kBlocks; ++i) {
        memory.emplace_back(new char[kBlock]);
        std::memset(memory.back().get(), i, kBlock);
    }
    std::ifstream file("/proc/self/smaps_rollup");
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, 14, "AnonHugePages:") == 0) {
            log_line(std::atoi(line.c_str() + 14) * 1024L >= long{kBlocks / 2} * long{kBlock} ? "huge pages"
                                                                                              : "small pages");
        }
    }
}
