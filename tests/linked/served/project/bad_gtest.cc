#include <gtest/gtest.h>

namespace {

class Empty : public testing::Test {
    void TestBody() override {}
};

void add(const char* name) {
    testing::RegisterTest("Suite", name, nullptr, nullptr, __FILE__, __LINE__,
                          []() -> testing::Test* { return new Empty; });
}

[[maybe_unused]] const bool kAdded = [] {
#ifdef MISTAKE_twice
    add("same");
    add("same");
#else
    add("two\nlines");
#endif
    return true;
}();

}  // namespace
