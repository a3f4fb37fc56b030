#include <gtest/gtest.h>
#include <unistd.h>

namespace {

const pid_t loaded_in = getpid();

struct Suite : testing::Test {
    static void SetUpTestSuite() { set_up_in = getpid(); }
    static pid_t set_up_in;
};
pid_t Suite::set_up_in = 0;

TEST_F(Suite, First) {
    EXPECT_NE(loaded_in, getpid());
    EXPECT_NE(set_up_in, 0);
    EXPECT_NE(set_up_in, getpid());
}
TEST_F(Suite, Second) { EXPECT_NE(set_up_in, getpid()); }

}  // namespace
