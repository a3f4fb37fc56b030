#include "tool/discover/list_doctest.h"

#include <string>

#include "tests/support/catch.h"

using pf::parse_doctest_listing;
using Texts = std::vector<std::string>;

namespace {

// A listing that doctest 2.4.9 wrote.
const std::string kListing = R"(<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="./d" version="2.4.9">
  <Options order_by="file" rand_seed="0" first="0" last="4294967295" abort_after="0" no_skip="true"/>
  <TestCase name="plain" filename="d.cc" line="3" skipped="false"/>
  <TestCase name="a, b" filename="d.cc" line="5" skipped="false"/>
  <TestCase name="star * q?" filename="d.cc" line="6" skipped="false"/>
  <TestCase name="star X q!" filename="d.cc" line="7" skipped="true"/>
  <TestCase name="star Y q!" filename="d.cc" line="7" skipped="false"/>
  <TestCase name="quote &quot; back \ x" filename="d.cc" line="8" skipped="false"/>
  <TestCase name="plain" testsuite="math" filename="d.cc" line="12" skipped="false"/>
  <TestCase name="off" testsuite="math, more" filename="d.cc" line="12" skipped="true"/>
  <OverallResultsTestCases unskipped="8"/>
</doctest>
)";

}  // namespace

TEST_CASE("cases of doctest have names, suites as labels, places, and may be skipped") {
    auto listing = parse_doctest_listing(kListing);
    REQUIRE(listing.ok());
    REQUIRE(listing->cases.size() == 8);
    CHECK(listing->cases[7].name == "math, more/off");
    shorten_doctest_names(*listing, pf::Listing(*listing));
    CHECK(listing->cases[0].name == "plain");
    CHECK(listing->cases[6].name == "math/plain");
    CHECK(listing->cases[6].labels == Texts{"math"});
    CHECK(listing->cases[7].name == "off");
    CHECK(listing->cases[7].labels == Texts{"math, more"});
    CHECK(listing->cases[7].disabled);
    CHECK(listing->cases[5].name == "quote \" back \\ x");
    CHECK(listing->cases[5].file == "d.cc");
    CHECK(listing->cases[5].line == 8);
}

TEST_CASE("a case of doctest is selected by name and suite, and by number where its name matches others") {
    const auto listing = parse_doctest_listing(kListing);
    REQUIRE(listing.ok());
    CHECK(listing->cases[0].arguments ==
          Texts{"--case-sensitive=true", "--test-case=plain", "--test-suite-exclude=?*"});
    CHECK(listing->cases[1].arguments[1] == "--test-case=a? b");
    CHECK(listing->cases[1].arguments.size() == 3);
    CHECK(listing->cases[2].arguments == Texts{"--case-sensitive=true", "--test-case=star * q?",
                                               "--test-suite-exclude=?*", "--order-by=file", "--first=1", "--last=1"});
    CHECK(listing->cases[4].arguments.size() == 3);
    CHECK(listing->cases[7].arguments[2] == "--test-suite=math? more");
}

TEST_CASE("numbers count those before that match and are not skipped") {
    const auto listing = parse_doctest_listing(
        "<doctest><TestCase name='aa' skipped='false'/><TestCase name='ab' skipped='true'/>"
        "<TestCase name='a*' skipped='false'/><TestCase name='ac' skipped='false'/></doctest>");
    REQUIRE(listing.ok());
    CHECK(listing->cases[2].arguments[4] == "--first=2");
}

TEST_CASE("what is not doctest's list is refused") {
    for (const char* bad :
         {"", "<", "<testsuites/>", "<doctest>", "text", "<?xml version=\"1.0\"?>", "<!-- doctest -->"}) {
        INFO(bad);
        CHECK_FALSE(parse_doctest_listing(bad).ok());
    }
}

TEST_CASE("a case without a name is selected by its suite and by having none") {
    const auto listing = parse_doctest_listing(
        "<doctest><TestCase name='' testsuite='s'/><TestCase name='a' testsuite='s'/><TestCase name='a'/></doctest>");
    REQUIRE(listing.ok());
    // doctest ignores an empty value of --test-case.
    CHECK(listing->cases[0].arguments == Texts{"--case-sensitive=true", "--test-case-exclude=?*", "--test-suite=s"});
}
