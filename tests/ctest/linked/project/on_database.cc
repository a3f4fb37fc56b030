#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "log.h"

namespace {
const std::string at_start = variable("DATABASE");
}

class Table : public testing::Test {
protected:
    static void SetUpTestSuite() { log_line("up table on " + variable("DATABASE")); }
    static void TearDownTestSuite() { log_line("down table"); }
};

TEST_F(Table, Inserts) {
    EXPECT_NE(at_start, "");
    log_line("inserts on " + at_start);
}
TEST_F(Table, Fails) { FAIL(); }
TEST_F(Table, Crashes) { raise(SIGSEGV); }
TEST_F(Table, ExitsEarly) { std::_Exit(0); }
TEST_F(Table, CallsExit) { std::exit(0); }
TEST_F(Table, IsKilled) { raise(SIGKILL); }
TEST_F(Table, Skips) { GTEST_SKIP() << "no table"; }
TEST_F(Table, Hangs) {
    log_line("hangs on " + at_start);
    std::this_thread::sleep_for(std::chrono::hours(1));
}
// Without the helper this comes after the report, and in a test that is forked before it.
TEST_F(Table, FailsAtExit) {
    std::atexit([] { std::_Exit(variable("FAIL_AT_EXIT").empty() ? 0 : 7); });
}

namespace {

std::string directory() {
    char path[4096];
    return getcwd(path, sizeof path) != nullptr ? path : "";
}

}  // namespace

TEST(Alone, HasItsEnvironment) {
    log_line("group " + variable("OF_GROUP") + " case " + variable("OF_CASE") + " in " + directory());
    EXPECT_NE(variable("PARALLEL_FIXTURES_TASK"), "");
    EXPECT_NE(variable("PARALLEL_FIXTURES_TMPDIR"), "");
    if (variable("OF_GROUP") == "bare") {  // It has PRIVATE_TMPDIR.
        EXPECT_EQ(variable("TMPDIR"), variable("PARALLEL_FIXTURES_TMPDIR"));
        EXPECT_EQ(testing::TempDir().find(variable("PARALLEL_FIXTURES_TMPDIR")), 0U);
        EXPECT_EQ(variable("PORT"), "54" + variable("PARALLEL_FIXTURES_SLOT"));
    } else {
        EXPECT_NE(variable("TMPDIR"), variable("PARALLEL_FIXTURES_TMPDIR"));
    }
}
TEST(Alone, WritesTooFar) {
    char* volatile memory = new char[10];
    memory[10] = 1;
    delete[] memory;
}
// Nothing of ours is among the children that a test may wait for.
TEST(Alone, HasNoChild) { EXPECT_EQ(waitpid(-1, nullptr, 0), -1); }
