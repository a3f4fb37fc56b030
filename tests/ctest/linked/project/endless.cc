// A suite whose set-up never ends.
#include <gtest/gtest.h>
#include <unistd.h>

class Endless : public testing::Test {
protected:
    static void SetUpTestSuite() {
        for (;;) {
            pause();
        }
    }
};
TEST_F(Endless, Waits) {}
TEST(Beside, Passes) {}
