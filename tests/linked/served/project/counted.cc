// For coverage: counts that are not the same when anything is lost or counted twice.
#include <gtest/gtest.h>

#include <cstdlib>

int set_up_count = 0;
int counted(int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) {
        sum += i;
    }
    return sum;
}

class Counted : public testing::Test {
public:
    static void SetUpTestSuite() { set_up_count = counted(1000); }
    static void TearDownTestSuite() { counted(300); }
};

TEST_F(Counted, One) { EXPECT_EQ(counted(10), 45); }
TEST_F(Counted, Two) { EXPECT_EQ(counted(20), 190); }
TEST(Plain, Three) { EXPECT_EQ(counted(5), 10); }
