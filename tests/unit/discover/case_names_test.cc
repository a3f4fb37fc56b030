#include "tool/discover/case_names.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using pf::CaseNames;
using pf::ListedCase;
using pf::Listing;
using pf::name_cases;
using pf::NamedBy;

namespace {

ListedCase gtest_case(const std::string& suite, const std::string& test, const std::string& type = "",
                      const std::string& value = "") {
    ListedCase made;
    made.suite = suite;
    made.name = suite + "." + test;
    made.type = type;
    made.value = value;
    made.labels = {"label"};
    return made;
}

// Returns the name that the one case has.
std::string name_of(const ListedCase& listed, const CaseNames& names) {
    Listing listing{"gtest", false, {}, {listed}};
    name_cases(listing, names);
    REQUIRE(listing.cases.size() == 1);
    return listing.cases[0].name;
}

CaseNames by(NamedBy who, bool types = true, bool values = true) {
    CaseNames names;
    names.by = who;
    names.pretty_types = types;
    names.pretty_values = values;
    return names;
}

constexpr NamedBy kOld = NamedBy::discover_tests_old;
constexpr NamedBy kText = NamedBy::discover_tests;
constexpr NamedBy kJson = NamedBy::discover_tests_json;

}  // namespace

TEST_CASE("a listing keeps its names unless a framework's call names the cases") {
    const Listing before{"gtest", false, {}, {gtest_case("A", "DISABLED_b"), gtest_case("S/0", "t", "int")}};
    Listing listing = before;
    name_cases(listing, CaseNames());
    CHECK(listing == before);
}

TEST_CASE("names of GoogleTest are those of gtest_discover_tests") {
    for (const NamedBy who : {kOld, kText, kJson}) {
        CHECK(name_of(gtest_case("A", "b"), by(who)) == "A.b");
        CHECK(name_of(gtest_case("DISABLED_A", "DISABLED_b"), by(who)) == "A.b");
        CHECK(name_of(gtest_case("A/DISABLED_B", "c_DISABLED_"), by(who)) == "A/DISABLED_B.c_DISABLED_");
        CHECK(name_of(gtest_case("S/0", "t", "int"), by(who)) == "S.t<int>");
        CHECK(name_of(gtest_case("S/0", "t", "int"), by(who, false)) == "S.t<0>");
        CHECK(name_of(gtest_case("P/S/11", "DISABLED_t", "a::B<1, 2>"), by(who)) ==
              (who == kOld ? "P.t<a::B<1, 2>>" : "P/S.t<a::B<1, 2>>"));
        CHECK(name_of(gtest_case("P/S", "t/3", "", "\"a b\""), by(who)) == "P/S.t/\"a b\"");
        CHECK(name_of(gtest_case("P/S", "t/3", "", "5"), by(who, true, false)) == "P/S.t/3");
        CHECK(name_of(gtest_case("P/S", "t/3", "", "two\nlines\t"), by(who)) == "P/S.t/two\\nlines?");
    }
}

TEST_CASE("parameters and types with names of their own are named as the version of CMake does") {
    CHECK(name_of(gtest_case("P/S", "t/five", "", "5"), by(kText)) == "P/S.t/five  # GetParam() = 5");
    CHECK(name_of(gtest_case("P/S", "t/five", "", "5"), by(kText, true, false)) == "P/S.t/five");
    CHECK(name_of(gtest_case("P/S", "t/five", "", "5"), by(kJson)) == "P/S.t/five");
    CHECK(name_of(gtest_case("S/Int", "t", "int"), by(kText)) ==
          "S/Int.  # TypeParam = int.t<S/Int.  # TypeParam = int>");
    CHECK(name_of(gtest_case("S/Int", "t", "int"), by(kJson)) == "S.t<int>");
    CHECK(name_of(gtest_case("S/Int", "t", "int"), by(kJson, false)) == "S.t<Int>");
    const std::string long_text(300, 'x');
    CHECK(name_of(gtest_case("S", "t/0", "", long_text), by(kText)) == "S.t/" + long_text.substr(50) + "...");
    CHECK(name_of(gtest_case("S", "t/0", "", long_text), by(kJson)) == "S.t/" + long_text);
}

TEST_CASE("names that a framework's call gives twice are numbered") {
    Listing listing{
        "gtest",
        true,
        {},
        {gtest_case("A", "b/0", "", "x"), gtest_case("A", "b/1", "", "x"), gtest_case("A", "b/2", "", "y")}};
    CaseNames names = by(kText);
    names.labels = false;
    name_cases(listing, names);
    CHECK(listing.cases[0].name == "A.b/x");
    CHECK(listing.cases[1].name == "A.b/x #2");
    CHECK(listing.cases[1].test == "A.b/1");
    CHECK(listing.cases[2].name == "A.b/y");
    CHECK(listing.cases[2].labels.empty());
}

TEST_CASE("names of doctest have no suite, and skipped cases are left out as doctest_discover_tests does") {
    ListedCase in_suite;
    in_suite.name = "suite/a";
    in_suite.suite = "suite";
    in_suite.labels = {"suite"};
    ListedCase plain;
    plain.name = "a";
    ListedCase skipped;
    skipped.name = "b";
    skipped.disabled = true;
    Listing listing{"doctest", false, {}, {in_suite, plain, skipped}};
    name_cases(listing, by(kText));
    REQUIRE(listing.cases.size() == 2);
    CHECK(listing.cases[0].name == "a");
    CHECK(listing.cases[0].labels == std::vector<std::string>{"suite"});
    CHECK(listing.cases[1].name == "a #2");
}
