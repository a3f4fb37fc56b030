#include "tool/discover/selector.h"

#include "tests/support/catch.h"

using pf::catch2_matches;
using pf::glob_matches;

TEST_CASE("a glob matches whole texts") {
    CHECK(glob_matches("", ""));
    CHECK(glob_matches("*", ""));
    CHECK(glob_matches("a*c", "abbc"));
    CHECK(glob_matches("a*b*c", "aXbYbZc"));
    CHECK(glob_matches("?", "x"));
    CHECK(glob_matches("a?c*", "abc"));
    CHECK_FALSE(glob_matches("?", ""));
    CHECK_FALSE(glob_matches("?*", ""));
    CHECK_FALSE(glob_matches("a", "ab"));
    CHECK_FALSE(glob_matches("ab", "a"));
    CHECK_FALSE(glob_matches("a*c", "abcd"));
    CHECK_FALSE(glob_matches("a", "A"));
}

TEST_CASE("a pattern of Catch2 has wildcards at its ends only, and no case") {
    CHECK(catch2_matches(" Abc", "aBC  "));
    CHECK(catch2_matches("ab*", "abc"));
    CHECK(catch2_matches("*bc", "abc"));
    CHECK(catch2_matches("*b*", "abc"));
    CHECK(catch2_matches("*", "anything"));
    CHECK(catch2_matches("*b*", "bb"));
    CHECK_FALSE(catch2_matches("a*c", "abc"));
    CHECK_FALSE(catch2_matches("*b", "abc"));
    CHECK_FALSE(catch2_matches("b*", "abc"));
    CHECK_FALSE(catch2_matches("abc", "ab"));
    CHECK_FALSE(catch2_matches("*x*", "abc"));
}
