#include "tool/discover/list_boost_test.h"

#include <string>

#include "tests/support/catch.h"
#include "tool/discover/boost_test_filter.h"

using pf::boost_test_matches;
using pf::boost_test_pattern;
using pf::BoostTestUnit;
using pf::Listing;
using pf::parse_boost_test_listing;

namespace {

const std::string kBegin =
    "digraph G {rankdir=LR;\ntu1[shape=ellipse,peripheries=2,fontname=Helvetica,color=green,label=\"module\"];\n{\n";
const std::string kEnd = "}\n}\n";

std::string unit(int id, int parent, const std::string& label, const std::string& color = "green") {
    return "tu" + std::to_string(id) + "[shape=Mrecord,fontname=Helvetica,color=" + color + ",label=\"" + label +
           "\"];\ntu" + std::to_string(parent) + " -> tu" + std::to_string(id) + ";\n";
}

// What follows a unit that depends on another one.
std::string depends(int id, int on) {
    return "tu" + std::to_string(id) + " -> tu" + std::to_string(on) + "[color=red,style=dotted,constraint=false];\n";
}

Listing listing_of(const std::string& units, const std::string& filter = "") {
    auto listing = parse_boost_test_listing(kBegin + units + kEnd, filter);
    REQUIRE(listing.ok());
    return *listing;
}

std::string names_of(const Listing& listing) {
    std::string names;
    for (const auto& listed : listing.cases) {
        names += "<" + listed.name + (listed.disabled ? " off" : "") + ">";
    }
    return names;
}

// Two suites with cases, of which one is disabled.
const std::string kTree = unit(65536, 1, "plain|a.cc(3)") + unit(2, 1, "math|a.cc(5)|labels: @numbers @all") + "{\n" +
                          unit(65537, 2, "adds|a.cc(6)|timeout=2|expected failures=3|labels: @quick") +
                          unit(65538, 2, "off|a.cc(7)", "yellow") + unit(3, 2, "deep|a.cc(8)") + "{\n" +
                          unit(65539, 3, "_0|b.cc(9)") +
                          "tu65539 -> tu65536[color=red,style=dotted,constraint=false];\n" + "}\n}\n";

}  // namespace

TEST_CASE("the cases of a Boost.Test program have their suites, labels and places") {
    const Listing listing = listing_of(kTree);
    CHECK(names_of(listing) == "<plain><math/adds><math/off off><math/deep/_0>");
    CHECK(listing.framework == "boost_test");
    CHECK(listing.cases[1].labels == std::vector<std::string>{"numbers", "all", "quick"});
    CHECK(listing.cases[3].labels == std::vector<std::string>{"numbers", "all"});
    CHECK(listing.cases[3].file == "b.cc");
    CHECK(listing.cases[3].line == 9);
    CHECK(listing.cases[3].arguments == std::vector<std::string>{"--run_test=math/deep/_0"});
}

TEST_CASE("a name of Boost.Test may have any characters") {
    const Listing listing = listing_of(unit(65536, 1, "a|b \"];\n (3)|a (1).cc(4)") + unit(65537, 1, "|labels:|(0)"));
    CHECK(listing.cases[0].name == "a|b \"];\n (3)");
    CHECK(listing.cases[0].file == "a (1).cc");
    CHECK(listing.cases[0].line == 4);
    CHECK(listing.cases[1].name == "|labels:");
    CHECK(listing.cases[1].file.empty());
    CHECK(listing.cases[1].line == 0);
}

TEST_CASE("a text that is no graph of Boost.Test is refused") {
    for (const std::string& text :
         {std::string(), std::string("plain*\n"), "x" + kBegin, kBegin + "tu1[shape=Mrecord",
          kBegin + unit(65536, 1, "no place"), kBegin + unit(65536, 1, "a|b.cc(3)").substr(0, 80)}) {
        const auto listing = parse_boost_test_listing(text, "");
        INFO(text);
        CHECK((!listing.ok() || listing->cases.empty()));
    }
    CHECK_FALSE(parse_boost_test_listing("plain*\n", "").ok());
    CHECK_FALSE(parse_boost_test_listing(kBegin + unit(65536, 1, "no place"), "").ok());
}

TEST_CASE("the pattern of a case that Boost.Test's filter cannot name leaves out what it selects besides") {
    CHECK(boost_test_pattern({"suite", "case"}) == "suite/case");
    CHECK(boost_test_pattern({"suite", "!case"}) == "suite/!case");
    CHECK(boost_test_pattern({"!suite", "case"}) == "*suite/case");
    CHECK(boost_test_pattern({"a:long"}) == "*long");
    CHECK(boost_test_pattern({"long,a"}) == "long*");
    CHECK(boost_test_pattern({"a/long:b"}) == "*long*");
    CHECK(boost_test_pattern({" two words "}) == "*two words*");
    CHECK(boost_test_pattern({"*"}) == "*");
    CHECK(boost_test_pattern({" "}) == "*");
    CHECK(boost_test_pattern({""}) == "*");
    const Listing listing = listing_of(unit(65536, 1, "star*|(0)") + unit(65537, 1, "starX|(0)"));
    CHECK(listing.cases[0].arguments == std::vector<std::string>{"--run_test=star*", "--run_test=!starX"});
    CHECK(listing.cases[0].problem.empty());
    CHECK(listing.cases[1].arguments == std::vector<std::string>{"--run_test=starX"});
    const Listing alike = listing_of(unit(65536, 1, "x:1|(0)") + unit(65537, 1, "x:2|(0)"));
    CHECK(alike.cases[0].problem == "Boost.Test cannot run it without \"x:2\"; rename one");
}

TEST_CASE("a case of Boost.Test whose pattern leaves out what it depends on has a problem") {
    const std::string problem = "Boost.Test cannot run it with \"starX\", on which it depends; rename one";
    const auto star_problem = [](const std::string& after, const std::string& more = "") {
        return listing_of(unit(65536, 1, "star*|(0)") + after + unit(65537, 1, "starX|(0)") +
                          unit(65538, 1, "other|(0)") + more)
            .cases[0]
            .problem;
    };
    CHECK(star_problem("") == "");
    CHECK(star_problem(depends(65536, 65538)) == "");
    CHECK(star_problem(depends(65536, 65537)) == problem);
    CHECK(star_problem(depends(65536, 65538) + depends(65536, 65537)) == problem);
    // By way of another case, which may depend on the first one in turn, or of a suite.
    CHECK(star_problem(depends(65536, 65538), depends(65538, 65536) + depends(65538, 65537)) == problem);
    CHECK(star_problem(depends(65536, 2), unit(2, 1, "s|(0)") + unit(65539, 2, "in|(0)") + depends(65539, 65537)) ==
          problem);
    // By way of its suite.
    const Listing inherited = listing_of(unit(2, 1, "s*|(0)") + depends(2, 3) + unit(65536, 2, "x|(0)") +
                                         unit(3, 1, "sX|(0)") + unit(65537, 3, "x|(0)"));
    CHECK(inherited.cases[0].problem == "Boost.Test cannot run it with \"sX/x\", on which it depends; rename one");
    // What leaves another case out may leave it out as well.
    const Listing wide = listing_of(unit(65536, 1, "a:*|(0)") + depends(65536, 65538) + unit(65537, 1, "ab,long|(0)") +
                                    unit(65538, 1, "too long|(0)"));
    CHECK(wide.cases[0].arguments == std::vector<std::string>{"--run_test=a*", "--run_test=!*long"});
    CHECK(wide.cases[0].problem == "Boost.Test cannot run it with \"too long\", on which it depends; rename one");
}

TEST_CASE("patterns match as in Boost.Test") {
    const BoostTestUnit unit{{"math", "deep", "_0"}, {}};
    for (const char* pattern : {"math/deep/_0", "math", "math/deep", "*/*/*", "ma*/*ee*/*0", "x,math/y,deep", "*"}) {
        INFO(pattern);
        CHECK(boost_test_matches(pattern, unit));
    }
    for (const char* pattern : {"math/deep/_0/x", "deep", "Math", "mat", "*mat", "math/,", "x,y"}) {
        INFO(pattern);
        CHECK_FALSE(boost_test_matches(pattern, unit));
    }
}

TEST_CASE("a filter selects what --run_test does, and enables it") {
    CHECK(names_of(listing_of(kTree, "math/off")) == "<math/off>");
    CHECK(names_of(listing_of(kTree, "math")) == "<math/adds><math/off><math/deep/_0>");
    CHECK(names_of(listing_of(kTree, "math:!math/deep")) == "<math/adds><math/off>");
    CHECK(names_of(listing_of(kTree, "!math/deep")) == "<plain><math/adds><math/off off>");
    CHECK(names_of(listing_of(kTree, "+math/off")) == "<plain><math/adds><math/off><math/deep/_0>");
    CHECK(names_of(listing_of(kTree, "@quick:plain")) == "<plain><math/adds>");
    CHECK(names_of(listing_of(kTree, "@numbers:!@quick")) == "<math/off><math/deep/_0>");
    CHECK(names_of(listing_of(kTree, "nothing")).empty());
}
