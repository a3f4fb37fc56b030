#include "tool/discover/list_gtest.h"

#include <string>

#include "tests/support/catch.h"

using pf::ListedCase;
using pf::parse_gtest_listing;

namespace {

// A listing that GoogleTest 1.12.1 wrote. Only the value of the second parameter was changed.
const std::string kListing = R"({
  "tests": 9, "name": "AllTests",
  "testsuites": [
    {"name": "Suite", "tests": 3, "testsuite": [
        {"name": "Pass", "file": "\/src\/g.cc", "line": 2},
        {"name": "DISABLED_Off", "file": "\/src\/g.cc", "line": 4},
        {"name": "x:y", "file": "\/src\/g.cc", "line": 5}]},
    {"name": "DISABLED_All", "tests": 1, "testsuite": [{"name": "Off", "file": "g.cc", "line": 6}]},
    {"name": "Inst\/DISABLED_P", "tests": 1, "testsuite": [{"name": "Off\/0", "value_param": "0", "line": 1}]},
    {"name": "Ty\/0", "tests": 1, "testsuite": [
        {"name": "Typed", "type_param": "int", "file": "g.cc", "line": 13}]},
    {"name": "Inst\/P", "tests": 2, "testsuite": [
        {"name": "Works\/0", "value_param": "\"a\"", "file": "g.cc", "line": 8},
        {"name": "Works\/1", "value_param": ")"
                             "\xff"
                             R"(", "file": "g.cc", "line": 8}]}
  ]
})";

}  // namespace

TEST_CASE("cases of GoogleTest have suite and name, place and filter") {
    const auto listing = parse_gtest_listing(kListing);
    REQUIRE(listing.ok());
    CHECK(listing->framework == "gtest");
    REQUIRE(listing->cases.size() == 8);
    CHECK(listing->cases[0] ==
          ListedCase{"Suite.Pass", "/src/g.cc", 2, {}, false, {"--gtest_filter=Suite.Pass"}, "", "", "", "Suite"});
    CHECK(listing->cases[6].name == "Inst/P.Works/0");
    CHECK(listing->cases[7].arguments == std::vector<std::string>{"--gtest_filter=Inst/P.Works/1"});
    CHECK(listing->cases[7].line == 8);
}

TEST_CASE("a line that is none is unknown") {
    for (const char* line : {"1e300", "-1", "2147483648", "18446744073709551615"}) {
        INFO(line);
        const auto listing = parse_gtest_listing(
            R"({"testsuites": [{"name": "S", "testsuite": [{"name": "a", "line": )" + std::string(line) + "}]}]}");
        REQUIRE(listing.ok());
        CHECK(listing->cases[0].line == 0);
    }
}

TEST_CASE("what GoogleTest does not run is disabled") {
    const auto listing = parse_gtest_listing(kListing);
    REQUIRE(listing.ok());
    for (const ListedCase& listed : listing->cases) {
        INFO(listed.name);
        CHECK(listed.disabled == (listed.name.find("Off") != std::string::npos));
    }
}

TEST_CASE("names that a filter cannot quote are matched, and others left out") {
    const auto listing = parse_gtest_listing(
        R"({"testsuites": [{"name": "S", "testsuite": [{"name": "a*"}, {"name": "ab"}, {"name": "x:y"}, {"name": "x-y"},
            {"name": "x+y"}]}]})");
    REQUIRE(listing.ok());
    CHECK(listing->cases[0].arguments == std::vector<std::string>{"--gtest_filter=S.a*-S.ab"});
    CHECK(listing->cases[1].arguments == std::vector<std::string>{"--gtest_filter=S.ab"});
    CHECK(listing->cases[1].problem.empty());
    CHECK(listing->cases[2].problem.find("\"S.x-y\"") != std::string::npos);
    CHECK(listing->cases[4].arguments == std::vector<std::string>{"--gtest_filter=S.x+y"});
}

TEST_CASE("bytes that GoogleTest wrote as characters are bytes again") {
    const auto escaped =
        parse_gtest_listing(R"({"testsuites": [{"name": "S", "testsuite": [{"name": "\u00C3\u00A9 \u00ff"}]}]})");
    REQUIRE(escaped.ok());
    CHECK(escaped->cases[0].name == "S.\xc3\xa9 \xff");
    const auto plain =
        parse_gtest_listing("{\"testsuites\": [{\"name\": \"S\", \"testsuite\": [{\"name\": \"\xc3\xa9\"}]}]}");
    REQUIRE(plain.ok());
    CHECK(plain->cases[0].name == "S.\xc3\xa9");
}

TEST_CASE("what is not GoogleTest's list is refused") {
    for (const char* bad : {"", "{", "[]", "{}", R"({"testsuites": 1})", R"({"testsuites": [{}]})",
                            R"({"testsuites": [{"name": 1, "testsuite": []}]})",
                            R"({"testsuites": [{"name": "S", "testsuite": [{"name": "a", "line": "x"}]}]})"}) {
        INFO(bad);
        CHECK_FALSE(parse_gtest_listing(bad).ok());
    }
}
