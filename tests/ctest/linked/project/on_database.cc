#include <gtest/gtest.h>

#include <csignal>

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
