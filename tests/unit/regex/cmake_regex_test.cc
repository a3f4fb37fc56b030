#include "tool/support/cmake_regex.h"

#include <string>

#include "tests/support/catch.h"
#include "tool/support/regex.h"

namespace {

bool found(const std::string& pattern, const std::string& text) {
    const auto regex = pf::Regex::compile_cmake(pattern);
    INFO(pattern);
    REQUIRE(regex.ok());
    const auto answer = regex->matches(text);
    REQUIRE(answer.ok());
    return answer.value();
}

std::string refusal(const std::string& pattern) {
    const auto translated = pf::pcre2_from_cmake(pattern);
    INFO(pattern);
    REQUIRE_FALSE(translated.ok());
    return translated.error().message;
}

}  // namespace

// Each row is what string(REGEX MATCH) of CMake 3.25.1 does.
TEST_CASE("an expression means what it means in CMake") {
    struct Row {
        const char* pattern;
        const char* text;
        bool found;
    };
    const Row rows[] = {
        {"", "", true},
        {"^ok$", "ok", true},
        {"^ok$", "ok\n", false},
        {"^ok\n$", "ok\n", true},
        {"a.b", "a\nb", true},
        {"x^y", "xy", false},
        {"(^|x)y", "zxy", true},
        {"^?a", "ba", true},
        {"\\d", "7", false},
        {"\\d", "d", true},
        {"a{2}", "aa", false},
        {"a{2}", "a{2}", true},
        {"a]", "a]", true},
        {"\\.", "x", false},
        {"\\n", "\n", false},
        {"[]a]", "]", true},
        {"[^]a]", "]", false},
        {"[a-]", "-", true},
        {"[-a]", "-", true},
        {"[a-c]", "b", true},
        {"[\\d]", "\\", true},
        {"[\\]]", "\\]", true},
        {"[^a]", "\n", true},
        {"[*+?]", "+", true},
        {"(a|b)+c", "xabac", true},
        {"(a|b)?c", "c", true},
        {"ab*c", "ac", true},
        {"ab*c", "abab", false},
        {"a|b|", "z", true},
        {"#x y", "#x y", true},
        {"\\Qa.b\\E", "Qa.bE", true},
        {"(a)(b)(c)", "abc", true},
        {"\xc3\xa9.", "\xc3\xa9\xc3", true},
        {"^..$", "\xc3\xa9", true},
    };
    for (const Row& row : rows) {
        INFO(row.pattern);
        CHECK(found(row.pattern, row.text) == row.found);
    }
}

TEST_CASE("what CMake refuses is refused, with the place") {
    CHECK(refusal("(?i)x") == "*, + or ? follows nothing at position 1: ( <-- here --> ?i)x");
    CHECK(refusal("a*?") == "nested *, + or ? at position 2: a* <-- here --> ?");
    CHECK(refusal("(a*)*") == "what is repeated could be empty at position 4: (a*) <-- here --> *");
    CHECK(refusal("*a").find("follows nothing") != std::string::npos);
    CHECK(refusal("a|*").find("follows nothing") != std::string::npos);
    CHECK(refusal("(a") == "unmatched \"(\" at position 2: (a <-- here");
    CHECK(refusal("a)") == "unmatched \")\" at position 1: a <-- here --> )");
    CHECK(refusal("[a") == "unmatched \"[\" at position 2: [a <-- here");
    CHECK(refusal("[b-a]").find("invalid range") != std::string::npos);
    CHECK(refusal("a\\").find("trailing backslash") != std::string::npos);
    CHECK(refusal("^*").find("could be empty") != std::string::npos);
    CHECK(refusal(std::string(100000, '(')).find("too many groups") != std::string::npos);
}
