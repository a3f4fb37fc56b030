#include "tool/page/output_budget.h"

#include "tests/support/catch.h"
#include "tool/support/text.h"

using namespace pf;

TEST_CASE("a text within the limit stays as it is") {
    CHECK(shortened("12345678", 8) == "12345678");
    CHECK(shortened("", 0).empty());
}

TEST_CASE("a longer text keeps its beginning and more of its end, and says what is missing") {
    const std::string text = "abcd" + std::string(1000, '-') + "ijklmnopqrst";
    CHECK(shortened(text, 16) == "abcd\n[... 1000 bytes are left out here ...]\nijklmnopqrst");
}

TEST_CASE("a text is never cut within a character") {
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "\xe2\x82\xac";
    }
    for (std::size_t limit = 0; limit < 40; ++limit) {
        CHECK(is_utf8(shortened(text, limit)));
    }
}

TEST_CASE("when the budget of output is spent, less of each text is kept, and then nothing") {
    OutputBudget budget(100, 200, 10);
    const std::string text(90, 'x');
    for (int i = 0; i < 3; ++i) {
        CHECK(budget.take(text) == text);
    }
    CHECK(budget.take(text).size() < 80);
    CHECK_FALSE(budget.exhausted());
    budget.spend(1000);
    CHECK(budget.exhausted());
    CHECK(budget.take(text).empty());
}

TEST_CASE("a budget without a second part ends at its total") {
    OutputBudget budget(100, 100, 0);
    budget.spend(100);
    CHECK(budget.exhausted());
}
