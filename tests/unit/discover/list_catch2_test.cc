#include "tool/discover/list_catch2.h"

#include <string>

#include "tests/support/catch.h"

using pf::catch2_pattern;
using Texts = std::vector<std::string>;

namespace {

// Listings that Catch2 2.13.10 printed, after a line of the program itself.
const std::string kNames = R"(3 test cases
plain
plain
a, b
  spaces 
[fast]
a very long name that goes beyond the eighty columns of a terminal and so may be wrapped by the lister of tests
may
)";
const std::string kTags = R"(All the noise
All available test cases:
  plain
      [fast][two words]
  a, b
    spaces 
  [fast]
  a very long name that goes beyond the eighty columns of a terminal and so may
    be wrapped by the lister of tests
      [a long tag][and one more tag to be sure][another long tag][yet another
      long tag]
  may
      [!mayfail][.]
6 test cases

)";

std::string arguments_of(const pf::ListedCase& listed) {
    REQUIRE(listed.arguments.size() == 1);
    return listed.arguments.front();
}

}  // namespace

TEST_CASE("names of Catch2 2 come as they are, tags from broken lines") {
    const auto listing = pf::parse_catch2_v2_listing(kNames, kTags);
    REQUIRE(listing.ok());
    REQUIRE(listing->cases.size() == 6);
    CHECK(listing->cases[0].name == "plain");
    CHECK(listing->cases[0].labels == Texts{"fast", "two words"});
    CHECK(listing->cases[2].name == "  spaces ");
    CHECK(listing->cases[3].name == "[fast]");
    CHECK(listing->cases[3].labels.empty());
    CHECK(listing->cases[4].labels ==
          Texts{"a long tag", "and one more tag to be sure", "another long tag", "yet another long tag"});
    CHECK(listing->cases[5].labels == Texts{"!mayfail"});
}

TEST_CASE("places of Catch2 2 are put together again") {
    const auto listing = pf::parse_catch2_v2_listing(
        "plain\n  in\nlast\n",
        "Matching test cases:\n  plain\n    /a/long/\n    path/a.cc:12\n    (NO DESCRIPTION)\n      [x]\n"
        "    in\n    b.cc:3\n    (NO DESCRIPTION)\n  last\n    c:7/d.cc:4\n    described\n    in two lines\n"
        "      [y]\n3 matching test cases\n");
    REQUIRE(listing.ok());
    REQUIRE(listing->cases.size() == 3);
    CHECK(listing->cases[0].file == "/a/long/path/a.cc");
    CHECK(listing->cases[0].line == 12);
    CHECK(listing->cases[0].labels == Texts{"x"});
    CHECK(listing->cases[1].file == "b.cc");
    CHECK(listing->cases[2].file == "c:7/d.cc");
    CHECK(listing->cases[2].line == 4);
    CHECK(listing->cases[2].labels == Texts{"y"});
}

TEST_CASE("a listing of Catch2 2 without its count, or with too few names, is refused") {
    CHECK_FALSE(pf::parse_catch2_v2_listing("", "").ok());
    CHECK_FALSE(pf::parse_catch2_v2_listing("a\n", "a\n").ok());
    CHECK_FALSE(pf::parse_catch2_v2_listing("a\n", "All available test cases:\n  a\n  b\n2 test cases\n").ok());
    CHECK(pf::parse_catch2_v2_listing("a\n", "Matching test cases:\n  a\n1 matching test case\n").ok());
    CHECK(pf::parse_catch2_v2_listing("", "0 test cases\n")->cases.empty());
}

TEST_CASE("the XML of Catch2 3 has names, tags and places") {
    const auto listing = pf::parse_catch2_v3_listing(
        "noise <MatchingTest> <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MatchingTests>\n  <TestCase>\n"
        "    <Name>  a &lt;b> &amp; \"c\" </Name>\n    <ClassName/>\n    <Tags>[.][fast][two words]</Tags>\n"
        "    <SourceInfo>\n      <File>/src/a.cpp</File>\n      <Line>12</Line>\n    </SourceInfo>\n  </TestCase>\n"
        "</MatchingTests>\n");
    REQUIRE(listing.ok());
    REQUIRE(listing->cases.size() == 1);
    CHECK(listing->cases[0].name == "  a <b> & \"c\" ");
    CHECK(listing->cases[0].labels == Texts{"fast", "two words"});
    CHECK(listing->cases[0].file == "/src/a.cpp");
    CHECK(listing->cases[0].line == 12);
    CHECK_FALSE(pf::parse_catch2_v3_listing("").ok());
    CHECK_FALSE(pf::parse_catch2_v3_listing("<MatchingTests><TestCase>").ok());
}

TEST_CASE("patterns of Catch2 are quoted") {
    CHECK(catch2_pattern("plain") == "\"plain\"");
    CHECK(catch2_pattern("a, b [c] ~d") == "\"a\\, b [c] ~d\"");
    CHECK(catch2_pattern("q\"\\") == "\"q\\\"\\\\\"");
    CHECK(catch2_pattern("exclude:x") == "\"*exclude:x\"");
}

TEST_CASE("names that Catch2 takes for patterns leave the others out") {
    const auto listing =
        pf::parse_catch2_v2_listing("star *\nstar X\nCase\ncase\n",
                                    "All available test cases:\n  star *\n  star X\n  Case\n  case\n4 test cases\n");
    REQUIRE(listing.ok());
    CHECK(arguments_of(listing->cases[0]) == "\"star *\"~\"star X\"");
    CHECK(listing->cases[0].problem.empty());
    CHECK(arguments_of(listing->cases[1]) == "\"star X\"");
    CHECK(listing->cases[2].problem.find("without \"case\"") != std::string::npos);
    CHECK(listing->cases[3].problem.find("without \"Case\"") != std::string::npos);
}

TEST_CASE("Catch2 3 runs a case whose pattern others match as one of several shards") {
    const auto test = [](const std::string& name) { return "<TestCase><Name>" + name + "</Name></TestCase>"; };
    const auto listing = pf::parse_catch2_v3_listing("<MatchingTests>" + test("Case") + test("other") + test("same") +
                                                     test("case") + test("same") + "</MatchingTests>");
    REQUIRE(listing.ok());
    CHECK(listing->cases[1].arguments == Texts{"\"other\""});
    CHECK(listing->cases[3].arguments ==
          Texts{"\"case\"", "--order", "decl", "--shard-count", "2", "--shard-index", "1"});
    CHECK(listing->cases[4].arguments ==
          Texts{"\"same\"", "--order", "decl", "--shard-count", "2", "--shard-index", "1"});
    for (const pf::ListedCase& listed : listing->cases) {
        CHECK(listed.problem.empty());
    }
}

TEST_CASE("Catch2 2 cannot run one of two cases of one name alone") {
    const auto listing =
        pf::parse_catch2_v2_listing("same\nsame\n", "All available test cases:\n  same\n  same\n2 test cases\n");
    REQUIRE(listing.ok());
    CHECK(listing->cases[0].problem.find("without \"same\"") != std::string::npos);
    CHECK(listing->cases[1].problem.find("without \"same\"") != std::string::npos);
}

TEST_CASE("the quotes of Catch2 2 around a name that begins with # are removed") {
    const auto listing = pf::parse_catch2_v2_listing(
        "\"#1 - a\"\n\"#quoted\"\nplain\n\"#2\"\n",
        "All available test cases:\n  #1 - a\n      [x]\n  \"#quoted\"\n  plain\n  #2\n4 test cases\n");
    REQUIRE(listing.ok());
    CHECK(listing->cases[0].name == "#1 - a");
    CHECK(listing->cases[0].labels == Texts{"x"});
    CHECK(arguments_of(listing->cases[0]) == "\"#1 - a\"");
    CHECK(listing->cases[1].name == "\"#quoted\"");
    CHECK(listing->cases[3].name == "#2");
}
