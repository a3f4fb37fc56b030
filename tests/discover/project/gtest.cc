#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

TEST(Suite, Passes) {}
TEST(Suite, Fails) { EXPECT_EQ(1, 2); }
TEST(Suite, Skips) { GTEST_SKIP() << "not here"; }
TEST(Suite, Exits) { std::exit(0); }
TEST(Suite, Aborts) { std::abort(); }
TEST(Suite, Hangs) { pause(); }
TEST(Suite, DISABLED_Off) { FAIL(); }
TEST(DISABLED_Suite, Off) { FAIL(); }
TEST(Suite, Fixture) { EXPECT_EQ(access("made", F_OK), 0); }
TEST(Suite, Death) { EXPECT_DEATH(std::abort(), ""); }

class Values : public testing::TestWithParam<std::string> {};
TEST_P(Values, Works) { EXPECT_NE(GetParam(), "bad"); }
INSTANTIATE_TEST_SUITE_P(Some, Values, testing::Values("good", "bad", "\xff\n\""));

template <class T>
class Typed : public testing::Test {};
using Types = testing::Types<int, char>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, IsSmall) { EXPECT_EQ(sizeof(TypeParam), 1U); }

class Registered : public testing::Test {
public:
    explicit Registered(bool good) : good_(good) {}
    void TestBody() override { EXPECT_TRUE(good_); }

private:
    bool good_;
};

// Names that a filter cannot quote.
void add(const char* name, bool good) {
    testing::RegisterTest("Odd", name, nullptr, nullptr, __FILE__, __LINE__,
                          [good]() -> testing::Test* { return new Registered(good); });
}

const bool added = [] {
    add("a*c", true);
    add("abc", false);
    add("x:y", true);
    add("x-y", true);
    add("with space, [é] \"q\"", true);
    return true;
}();
