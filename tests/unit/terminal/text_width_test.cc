#include "tool/terminal/text_width.h"

#include <string>

#include "tests/support/catch.h"

TEST_CASE("the width of text in columns") {
    CHECK(pf::text_width("") == 0);
    CHECK(pf::text_width("sql.inserts") == 11);
    CHECK(pf::text_width("\u00e9t\u00e9") == 3);
    CHECK(pf::text_width("e\u0301") == 1);
    CHECK(pf::text_width("\u6f22\u5b57") == 4);
    CHECK(pf::text_width("\U0001F600") == 2);
    CHECK(pf::text_width("\u2500\u2501") == 2);
    CHECK(pf::text_width("a\xff") == 2);
}

TEST_CASE("text that is too wide is cut with an ellipsis, never within a character") {
    CHECK(pf::fit("abcdef", 6) == "abcdef");
    CHECK(pf::fit("abcdef", 5) == "abcd\u2026");
    CHECK(pf::fit("abcdef", 1) == "\u2026");
    CHECK(pf::fit("abcdef", 0).empty());
    CHECK(pf::fit("abcdef", -3).empty());
    CHECK(pf::fit("\u6f22\u5b57\u6f22", 5) == "\u6f22\u5b57\u2026");
    CHECK(pf::fit("\u6f22\u5b57\u6f22", 4) == "\u6f22\u2026");
    CHECK(pf::fit("", 3).empty());
    for (int columns = 0; columns < 12; ++columns) {
        CHECK(pf::text_width(pf::fit("a\u6f22e\u0301\U0001F600\u00e9zz", columns)) <= columns);
    }
}
