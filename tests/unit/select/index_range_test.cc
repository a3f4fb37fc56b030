#include "tool/select/index_range.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace {

// Returns which of the tests 1 to 10 the range contains.
std::vector<int> taken(const std::string& text) {
    const auto range = pf::IndexRange::parse(text);
    INFO(text);
    REQUIRE(range.ok());
    std::vector<int> numbers;
    for (int number = 1; number <= 10; ++number) {
        if (range->contains(static_cast<std::uint64_t>(number))) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

using Numbers = std::vector<int>;

}  // namespace

TEST_CASE("-I takes the numbers that ctest takes") {
    CHECK(taken("2,3") == Numbers{2, 3});
    CHECK(taken("8") == Numbers{8, 9, 10});
    CHECK(taken(",3") == Numbers{1, 2, 3});
    CHECK(taken("2,,3") == Numbers{2, 5, 8});
    CHECK(taken(",,4") == Numbers{1, 5, 9});
    CHECK(taken("1,5,2,9,10") == Numbers{1, 3, 5, 9, 10});
    CHECK(taken("0,0,0,7,2") == Numbers{2, 7});
    CHECK(taken("1,6,1.5") == Numbers{1, 2, 4, 5});
    CHECK(taken("9,99") == Numbers{9, 10});
    CHECK(taken("3,3,1,3,3") == Numbers{3});
}

TEST_CASE("-I that names nothing takes nothing") {
    CHECK(taken("5,4").empty());
    CHECK(taken("0,0,0").empty());
    CHECK(taken("11").empty());
}

TEST_CASE("-I that is no list of numbers is refused and quoted") {
    for (const std::string text :
         {"foo", "1,x", "1,2,y", "-1", "1,2,-1", "1 2", "1,2,inf", "1,2,nan", "1.5", "99999999999999999999", "0x1"}) {
        const auto range = pf::IndexRange::parse(text);
        INFO(text);
        REQUIRE_FALSE(range.ok());
        CHECK(range.error().message.find("'" + text + "' is not start,end,stride") == 0);
    }
}

TEST_CASE("-I that is refused is quoted in one line") {
    const auto range = pf::IndexRange::parse("1\n\t\x1b");
    REQUIRE_FALSE(range.ok());
    CHECK(range.error().message.find("'1  \\x1b' is not") == 0);
}
