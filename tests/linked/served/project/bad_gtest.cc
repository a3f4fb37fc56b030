#include <gtest/gtest.h>

namespace {

class Empty : public testing::Test {
    void TestBody() override {}
};

class Failing : public testing::Test {
    void TestBody() override { FAIL(); }
};

template <typename Body>
void add(const char* name) {
    testing::RegisterTest("Suite", name, nullptr, nullptr, __FILE__, __LINE__,
                          []() -> testing::Test* { return new Body; });
}

[[maybe_unused]] const bool kAdded = [] {
#ifdef MISTAKE_twice
    add<Empty>("same");
    add<Failing>("same");
#else
    add<Empty>("two\nlines");
#endif
    return true;
}();

}  // namespace
