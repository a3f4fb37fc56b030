#include "tool/terminal/text_width.h"

#include <string>

#include "tests/support/catch.h"

namespace {

const std::string kFamily = "\U0001F468\u200D\U0001F469\u200D\U0001F467";  // Terminals show these three emoji as one.
const std::string kFlag = "\U0001F1E9\U0001F1EA";
const std::string kScotland = "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F";
const std::string kHeart = "\u2764\uFE0F";
const std::string kWaving = "\U0001F44B\U0001F3FD";  // The second character changes the colour of the first.

}  // namespace

TEST_CASE("the width of text in columns") {
    CHECK(pf::text_width("") == 0);
    CHECK(pf::text_width("sql.inserts") == 11);
    CHECK(pf::text_width("\u00e9t\u00e9") == 3);
    CHECK(pf::text_width("\u6f22\u5b57") == 4);
    CHECK(pf::text_width("\u2500\u2501") == 2);
    CHECK(pf::text_width("a\xff") == 2);
    CHECK(pf::text_width("\xf0\x9f\x98") == 3);
}

TEST_CASE("an emoji is two columns wide") {
    for (const char* emoji : {"\U0001F600", "\u2705", "\u26a1", "\u2b50", "\u274c", "\U0001F7E2", "\U0001FAFF"}) {
        INFO(emoji);
        CHECK(pf::text_width(emoji) == 2);
    }
    CHECK(pf::text_width("\u2713\u2192") == 2);
}

TEST_CASE("what combines with the character before it takes no column") {
    CHECK(pf::text_width("e\u0301") == 1);
    CHECK(pf::text_width("a\u0300\u0301\u0302\u0327") == 1);
    CHECK(pf::text_width("\u6f22\u3099") == 2);
    CHECK(pf::text_width("\u0e01\u0e34") == 1);
    CHECK(pf::text_width("\u1112\u1161\u11ab") == 2);
    CHECK(pf::text_width("a\u200b") == 1);
}

TEST_CASE("a sequence that is shown as one character is at most two columns wide") {
    CHECK(pf::text_width(kFamily) == 2);
    CHECK(pf::text_width(kFlag) == 2);
    CHECK(pf::text_width(kFlag + kFlag) == 4);
    CHECK(pf::text_width(kScotland) == 2);
    CHECK(pf::text_width(kHeart) == 2);
    CHECK(pf::text_width(kWaving) == 2);
    CHECK(pf::text_width("1\uFE0F\u20E3") == 2);
    CHECK(pf::text_width("a" + kFamily + kWaving + "b") == 6);
}

TEST_CASE("text that is too wide is cut with an ellipsis, never within a character") {
    CHECK(pf::fit("abcdef", 6, true) == "abcdef");
    CHECK(pf::fit("abcdef", 5, true) == "abcd\u2026");
    CHECK(pf::fit("abcdef", 1, true) == "\u2026");
    CHECK(pf::fit("abcdef", 0, true).empty());
    CHECK(pf::fit("abcdef", -3, true).empty());
    CHECK(pf::fit("\u6f22\u5b57\u6f22", 5, true) == "\u6f22\u5b57\u2026");
    CHECK(pf::fit("\u6f22\u5b57\u6f22", 4, true) == "\u6f22\u2026");
    CHECK(pf::fit("ae\u0301b", 2, true) == "a\u2026");
    CHECK(pf::fit("e\u0301bc", 2, true) == "e\u0301\u2026");
    CHECK(pf::fit("a" + kFamily + "bc", 4, true) == "a" + kFamily + "\u2026");
    CHECK(pf::fit("a" + kFamily + "bc", 3, true) == "a\u2026");
    CHECK(pf::fit(kFlag + kFlag, 3, true) == kFlag + "\u2026");
    CHECK(pf::fit("", 3, true).empty());
    CHECK(pf::fit("abcdef", 5, false) == "abc..");
    CHECK(pf::fit("abcdef", 1, false) == ".");
    CHECK(pf::fit("abcdef", 0, false).empty());
    for (int columns = 0; columns < 12; ++columns) {
        CHECK(pf::text_width(pf::fit("a\u6f22e\u0301\U0001F600\u00e9zz" + kFamily, columns, true)) <= columns);
    }
}
