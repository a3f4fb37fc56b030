#include "tool/discover/list_qt_test.h"

#include <string>

#include "tests/support/catch.h"

using pf::parse_qt_test_listing;

namespace {

std::string names_of(const std::string& functions, const std::string& tags, bool is_qt5 = false,
                     const std::string& filter = "") {
    const auto listing = parse_qt_test_listing(functions, tags, filter, is_qt5);
    REQUIRE(listing.ok());
    std::string names;
    for (const auto& listed : listing->cases) {
        CHECK(listed.arguments == std::vector<std::string>{listed.name});
        names += "<" + listed.name + ">";
    }
    return names;
}

const std::string kFunctions = "noise of the program\none()\nrows()\n";
const std::string kTags = "Things one\nThings rows a b\nThings rows c:d\n";

}  // namespace

TEST_CASE("each row of a Qt Test function is a case") {
    CHECK(names_of(kFunctions, kTags) == "<one><rows:a b><rows:c:d>");
    CHECK(names_of(kFunctions, "noise before\n" + kTags) == "<one><rows:a b><rows:c:d>");
    CHECK(names_of(kFunctions, "") == "<one><rows>");
    CHECK(names_of(kFunctions + "one()\n", "") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags, false, "rows") == "<rows:a b><rows:c:d>");
    CHECK(names_of(kFunctions, kTags, false, "rows:c:d") == "<rows:c:d>");
    CHECK(names_of(kFunctions, kTags, false, "none").empty());
}

TEST_CASE("a function with a row that cannot be selected is one case") {
    CHECK(names_of(kFunctions, kTags + "Things rows a b\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows tab\there\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows of two\nlines\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Other rows x\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows :x\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows \n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows :x __global__ g\n", true) == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows  __global__ g\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows x __global__ :g\n") == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows x __global__ \n") == "<one><rows>");
    CHECK(names_of(kFunctions, "noise one\n" + kTags) == "<one><rows>");
    CHECK(names_of(kFunctions, kTags + "Things rows a b\n", false, "rows") == "<rows>");
}

TEST_CASE("Qt 6 selects a global row, and Qt 5 runs all of them") {
    const std::string tags =
        "Things one __global__ g 1\nThings one __global__ g 2\nThings rows a b __global__ g 1\n"
        "Things rows a b __global__ g 2\n";
    CHECK(names_of(kFunctions, tags) == "<one:g 1><one:g 2><rows:g 1:a b><rows:g 2:a b>");
    CHECK(names_of(kFunctions, tags, true) == "<one><rows:a b>");
    CHECK(names_of(kFunctions, "Things rows a __global__ :g\n", true) == "<one><rows:a>");
}

TEST_CASE("a text without a function is no list of Qt Test") {
    CHECK_FALSE(parse_qt_test_listing("", "", "", false).ok());
    CHECK_FALSE(parse_qt_test_listing("usage: x\n()\nwith blanks()\n", "Things one\n", "", false).ok());
}
