#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

struct Point {
    int x;
    friend std::ostream& operator<<(std::ostream& out, const Point& point) {
        return out << "at [" << point.x << "]; \"quoted\", back\\slash $HOME #" << point.x << " <t>";
    }
};

TEST(Plain, Passes) { RecordProperty("ticket", "#7"); }
TEST(Plain, Fails) { FAIL(); }
TEST(Plain, Skips) { GTEST_SKIP() << "no printer here"; }
TEST(Plain, DISABLED_Off) { FAIL(); }
TEST(DISABLED_Suite, Off) { FAIL(); }
TEST(Other, Passes) {}

template <typename T>
class Typed : public testing::Test {};
using Types = testing::Types<int, std::vector<std::string>>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, IsSmall) { EXPECT_LE(sizeof(TypeParam), 8U); }
TYPED_TEST(Typed, DISABLED_IsOff) { FAIL(); }

template <typename T>
class Later : public testing::Test {};
TYPED_TEST_SUITE_P(Later);
TYPED_TEST_P(Later, Passes) {}
REGISTER_TYPED_TEST_SUITE_P(Later, Passes);
INSTANTIATE_TYPED_TEST_SUITE_P(Mine, Later, Types);

class Numbers : public testing::TestWithParam<int> {};
TEST_P(Numbers, IsOdd) { EXPECT_EQ(GetParam() % 2, 1); }
TEST_P(Numbers, DISABLED_IsOff) { FAIL(); }
INSTANTIATE_TEST_SUITE_P(Few, Numbers, testing::Values(1, 2, 3));
INSTANTIATE_TEST_SUITE_P(Named, Numbers, testing::Values(5, 7),
                         [](const testing::TestParamInfo<int>& info) { return "n" + std::to_string(info.param); });

class Texts : public testing::TestWithParam<std::string> {};
TEST_P(Texts, IsNotEmpty) { EXPECT_FALSE(GetParam().empty()); }
INSTANTIATE_TEST_SUITE_P(Odd, Texts,
                         testing::Values("a b", "semi;colon", "[bracket", "bracket]", "\"quote\"", "a,b", "back\\slash",
                                         "#hash", "$dollar", "line\nend", "", "\xc3\xa9", std::string(300, 'x')));

class Points : public testing::TestWithParam<Point> {};
TEST_P(Points, IsPositive) { EXPECT_GT(GetParam().x, 0); }
INSTANTIATE_TEST_SUITE_P(Both, Points, testing::Values(Point{1}, Point{-1}));
