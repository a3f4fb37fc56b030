// Leaks of set-up and of tests, for LeakSanitizer; undefined behaviour and a bad access for the others.
#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "log.h"

namespace {

// NOINLINE and volatile: no pointer may survive in a register.
__attribute__((noinline)) void leak(std::size_t bytes) {
    char* volatile lost = static_cast<char*>(std::malloc(bytes));
    lost[0] = 'x';
    lost = nullptr;
}

__attribute__((noinline)) void overwrite_the_stack() {
    volatile char space[4096];
    for (std::size_t i = 0; i < sizeof space; ++i) {
        space[i] = 0;
    }
}

std::vector<int>* kept = nullptr;

[[maybe_unused]] const bool leaked_before_main = [] {
    if (asked("LEAK_STATIC")) {
        leak(4321);
        overwrite_the_stack();
    }
    return true;
}();

}  // namespace

class Suite : public testing::Test {
public:
    static void SetUpTestSuite() {
        kept = new std::vector<int>(1000, 1);
        if (asked("LEAK_SUITE")) {
            leak(12345);
        }
        overwrite_the_stack();
    }
    static void TearDownTestSuite() {
        delete kept;
        if (asked("LEAK_DOWN")) {
            leak(54321);
            overwrite_the_stack();
        }
    }
};

TEST_F(Suite, Clean) { EXPECT_EQ(kept->size(), 1000U); }
TEST_F(Suite, CleanToo) { EXPECT_EQ(kept->at(3), 1); }
TEST_F(Suite, Leaks) {
    if (asked("LEAK")) {
        leak(777);
        overwrite_the_stack();
    }
}
TEST_F(Suite, ReadsBehind) {
    if (asked("OVERFLOW")) {
        volatile int* behind = kept->data();
        EXPECT_NE(behind[kept->size()], 1);
    }
}
