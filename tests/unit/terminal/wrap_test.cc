#include "tool/terminal/wrap.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines are broken at spaces behind the indentation") {
    CHECK(pf::wrapped("short", 80, 4) == Lines{"short"});
    CHECK(pf::wrapped("", 80, 4) == Lines{""});
    const std::string text = "    one two three four five six";
    CHECK(pf::wrapped(text, 24, 4) == Lines{"    one two three four", "    five six"});
    CHECK(pf::wrapped(text, static_cast<int>(text.size()), 4) == Lines{text});
    CHECK(pf::wrapped("        PASS [   0.005s] (  1/340) sql.inserts", 40, 13) ==
          Lines{"        PASS [   0.005s] (  1/340)", "             sql.inserts"});
}

TEST_CASE("a word that is too wide has a line of its own and is whole") {
    const std::string word(50, 'x');
    CHECK(pf::wrapped("    a " + word + " b", 30, 4) == Lines{"    a", "    " + word, "    b"});
    CHECK(pf::wrapped("    " + word, 30, 4) == Lines{"    " + word});
}

TEST_CASE("on a narrow terminal the rest is not indented") {
    CHECK(pf::wrapped("one two three four five", 10, 4) == Lines{"one two", "three four", "five"});
}

TEST_CASE("spaces at a break are dropped, others are kept") {
    CHECK(pf::wrapped("aaaa  bbbb  cccc  dddd  eeee", 24, 0) == Lines{"aaaa  bbbb  cccc  dddd", "eeee"});
}

TEST_CASE("escape sequences take no columns, and wide characters two") {
    const std::string red = "\x1b[31;1mred words here\x1b[0m";
    CHECK(pf::painted_width(red) == 14);
    CHECK(pf::wrapped(red, 14, 0) == Lines{red});
    CHECK(pf::wrapped(red, 10, 0) == Lines{"\x1b[31;1mred words", "here\x1b[0m"});
    CHECK(pf::wrapped("\u6f22\u5b57 \u6f22\u5b57", 8, 0) == Lines{"\u6f22\u5b57", "\u6f22\u5b57"});
    CHECK(pf::painted_width("\x1b") == 0);
    CHECK(pf::painted_width("\x1b[31") >= 0);
}

TEST_CASE("a command is broken between its words with a backslash") {
    const Lines words{"parallel-fixtures", "run", "build", "-R", "'^a b$'"};
    CHECK(pf::wrapped_command("  repeat: ", words, 80, 4) == Lines{"  repeat: parallel-fixtures run build -R '^a b$'"});
    CHECK(pf::wrapped_command("  repeat: ", words, 38, 4) ==
          Lines{"  repeat: parallel-fixtures run \\", "    build -R '^a b$'"});
    for (const std::string& line : pf::wrapped_command("  repeat: ", words, 38, 4)) {
        CHECK(pf::painted_width(line) <= 38);
    }
    CHECK(pf::wrapped_command("x ", {std::string(40, 'y'), "z"}, 30, 2) ==
          Lines{"x " + std::string(40, 'y') + " \\", "  z"});
}
