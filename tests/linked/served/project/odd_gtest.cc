// GoogleTest's macros make identifiers; RegisterTest takes any name.
#include <gtest/gtest.h>

#include "odd_names.h"

namespace {

class Odd : public testing::Test {
public:
    explicit Odd(std::string name) : name_(std::move(name)) {}
    void TestBody() override { EXPECT_TRUE(is_mine("Odd suite*." + name_)); }

private:
    std::string name_;
};

void add(const std::string& name) {
    testing::RegisterTest("Odd suite*", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [name]() -> testing::Test* { return new Odd(name); });
}

#define ODD_TEST(name) add(name);
[[maybe_unused]] const bool kAdded = [] {
    ODD_NAMES(ODD_TEST)
    return true;
}();

}  // namespace
