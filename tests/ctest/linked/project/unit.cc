// A unit whose teardowns check what its tests have done.
#include <gtest/gtest.h>

#include <cstdio>

#include "log.h"

namespace {

class Everything : public testing::Environment {
    void TearDown() override {
        log_line("unit down");
        EXPECT_NE(variable("DIRTY"), "everything") << "everything is dirty";
    }
};
[[maybe_unused]] testing::Environment* const everything = testing::AddGlobalTestEnvironment(new Everything);

}  // namespace

class Dirty : public testing::Test {
public:
    static void SetUpTestSuite() {}
    static void TearDownTestSuite() {
        std::puts("seen by the teardown");
        EXPECT_NE(variable("DIRTY"), "suite") << "the suite is dirty";
    }
};

TEST_F(Dirty, First) { log_line("first"); }
TEST_F(Dirty, Second) { log_line("second"); }
