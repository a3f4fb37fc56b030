#include "tool/support/regex.h"

#include <string>
#include <utility>

#include "tests/support/catch.h"

namespace {

pf::Regex compiled(const std::string& pattern) {
    auto regex = pf::Regex::compile(pattern);
    INFO(pattern);
    REQUIRE(regex.ok());
    return std::move(regex).value();
}

bool found(const std::string& pattern, const std::string& text) {
    const auto answer = compiled(pattern).matches(text);
    INFO(pattern);
    REQUIRE(answer.ok());
    return answer.value();
}

std::string compile_error(const std::string& pattern) {
    const auto regex = pf::Regex::compile(pattern);
    REQUIRE_FALSE(regex.ok());
    return regex.error().message;
}

}  // namespace

TEST_CASE("a search is unanchored") {
    CHECK(found("sql", "the sql.inserts task"));
    CHECK_FALSE(found("^sql", "the sql.inserts task"));
    CHECK(found("inserts$", "sql.inserts"));
    CHECK(found("", "anything"));
    CHECK(found("", ""));
    CHECK_FALSE(found("a", ""));
}

TEST_CASE("dot, caret and dollar mean what they mean in CMake") {
    CHECK(found("begin.*end", "begin\nmiddle\nend\n"));
    CHECK_FALSE(found("^second", "first\nsecond\n"));
    CHECK_FALSE(found("second$", "first\nsecond\n"));
    CHECK(found("(?m)^second$", "first\nsecond\n"));
    CHECK_FALSE(found("(?-s)begin.*end", "begin\nend"));
}

TEST_CASE("named groups that took part are handed out") {
    const auto regex = compiled("port (?<PORT>[0-9]+)(?: on (?<HOST>\\S+))?");
    const auto match = regex.search("listening: port 5432\n");
    REQUIRE(match.ok());
    REQUIRE(match->has_value());
    CHECK((*match)->begin == 11);
    CHECK((*match)->end == 20);
    const std::vector<std::pair<std::string, std::string>> expected{{"PORT", "5432"}};
    CHECK((*match)->groups == expected);

    const auto both = regex.search("port 1 on h");
    REQUIRE(both.ok());
    CHECK((*both)->groups.size() == 2);
}

TEST_CASE("any bytes can be searched") {
    const std::string bytes("\xff\xfe\x80\x00needle\xc3", 11);
    CHECK(found("needle", bytes));
    CHECK_FALSE(found("^needle", bytes));
    CHECK(found("\xc3\xa9t\xc3\xa9", "l'\xc3\xa9t\xc3\xa9"));
    CHECK(found("^.$", "\xc3\xa9"));
    SECTION("a pattern that is not UTF-8 matches bytes") {
        CHECK(found("\xff\xfe", bytes));
        CHECK(found("^[\xff]$", "\xff"));
    }
}

TEST_CASE("an error says what, where and the pattern, in one line") {
    CHECK(compile_error("a(bc") == "missing closing parenthesis at position 4: a(bc <-- here");
    CHECK(compile_error("x[b-a]y") == "range out of order in character class at position 4: x[b- <-- here --> a]y");
    CHECK(compile_error("a\n*(").find('\n') == std::string::npos);
    CHECK(compile_error("\xff(").find("\\xff( <-- here") != std::string::npos);
}

TEST_CASE("a pattern without end is given up") {
    const auto regex = compiled("^(a+)+$");
    const auto answer = regex.matches(std::string(40, 'a') + "b");
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().message.find("'^(a+)+$' given up on 41 bytes") != std::string::npos);
    CHECK(regex.matches("aaa").ok());
}

TEST_CASE("a quadratic search over a long text is given up") {
    const auto answer = compiled("[ x]+[ y]+z\\d").matches(std::string(3'000'000, ' ') + "z");
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().message.find("takes too many steps") != std::string::npos);
}

TEST_CASE("long lines are no problem") {
    const std::string line(5'000'000, 'x');
    CHECK(found("x$", line));
    CHECK(found("^[^y]+$", line));
    CHECK(found("(?:x|y)*$", line.substr(0, 1'000'000)));
    CHECK(found("^(?:[^y]|yz)+$", line.substr(0, 1'000'000)));
    CHECK_FALSE(found("needle", line));
    CHECK(found("needle", line + "needle"));
    CHECK(found("x(?=needle)", std::string(200'000, '\x80') + line + "needle"));
    SECTION("the match is where it is, however far") {
        const auto match = compiled("(?<=x)need(?<WHAT>le)").search(line + "needle" + line);
        REQUIRE(match.ok());
        CHECK((*match)->begin == line.size());
        CHECK((*match)->groups.front().second == "le");
    }
}

TEST_CASE("a quoted text matches itself and nothing else") {
    const std::string name = "g.a+b(c)[d]{1}|^$\\*?\xc3\xa9 #";
    CHECK(found("^" + pf::regex_quote(name) + "$", name));
    CHECK_FALSE(found("^" + pf::regex_quote("a.b") + "$", "axb"));
}
