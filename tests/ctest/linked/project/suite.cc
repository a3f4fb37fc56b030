// A suite that is torn down before the tests of the next one, and whose teardown may fail.
#include <gtest/gtest.h>

#include "log.h"

class Suite : public testing::Test {
public:
    static void SetUpTestSuite() { log_line("up suite"); }
    static void TearDownTestSuite() {
        log_line("down suite");
        EXPECT_NE(variable("DIRTY"), "suite") << "the suite is dirty";
    }
};

TEST_F(Suite, First) { log_line("suite first"); }
TEST_F(Suite, Second) { log_line("suite second"); }
TEST(Other, Test) { log_line("other"); }
