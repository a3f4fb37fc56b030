// Tests of what is read from the command line of a ctest and from its list of tests.
#include "tool/serve/ctest_list.h"

#include "tests/support/catch.h"
#include "tool/serve/ctest_call.h"

using namespace pf;
using Words = std::vector<std::string>;

namespace {

std::optional<Words> in_turn(Words words, Words environment = {}) {
    words.insert(words.begin(), "/usr/bin/ctest");
    const auto selection = selection_of({"/usr/bin/ctest", std::move(words), std::move(environment), "/build"});
    return selection && selection->serial ? std::optional(selection->words) : std::nullopt;
}

}  // namespace

TEST_CASE("a ctest with a label runs serially, and its selection is returned") {
    CHECK(in_turn({"-L", "parallel"}) == Words{"-L", "parallel"});
    CHECK(in_turn({"--test-dir", "build", "-L", "parallel", "--output-on-failure", "-C", "Debug"}) ==
          Words{"-L", "parallel", "-C", "Debug"});
    CHECK(in_turn({"-L", "a", "--label-regex", "b", "-VV", "--output-junit", "x.xml"}) ==
          Words{"-L", "a", "--label-regex", "b"});
    CHECK(in_turn({"-L", "p", "-R", "r", "-E", "e", "-LE", "l", "-FA", "f", "-FS", "s", "-FC", "c", "-U"}) ==
          Words{"-L", "p", "-R", "r", "-E", "e", "-LE", "l", "-FA", "f", "-FS", "s", "-FC", "c", "-U"});
    CHECK(in_turn({"-L", "p", "-I", "1,,2,7", "--tests-from-file", "/list"}) ==
          Words{"-L", "p", "-I", "1,,2,7", "--tests-from-file", "/list"});
    CHECK(in_turn({"-L", "p", "--resource-spec-file", "f"}) == Words{"-L", "p"});
    CHECK(in_turn({"-L", "p"}, {"HOME=/", "CTEST_OUTPUT_ON_FAILURE=1"}));
}

TEST_CASE("a ctest with unknown options does not count as serial") {
    for (const Words& words : {Words{},
                               Words{"-L"},
                               Words{"--output-on-failure"},
                               Words{"-R", "x"},
                               Words{"-j2", "-L", "p"},
                               Words{"-j", "-L", "p"},
                               Words{"--parallel", "2", "-L", "p"},
                               Words{"-L", "p", "-I", "file"},
                               Words{"-L", "p", "--tests-from-file", "relative"},
                               Words{"-L", "p", "--tests-regex=x"},
                               Words{"-L", "p", "--rerun-failed"},
                               Words{"-L", "p", "--repeat", "until-fail:2"},
                               Words{"-L", "p", "--stop-on-failure"},
                               Words{"-L", "p", "--stop-time", "12:00"},
                               Words{"-L", "p", "--timeout", "3"},
                               Words{"-L", "p", "--schedule-random"},
                               Words{"-L", "p", "-N"},
                               Words{"-L", "p", "-F"},
                               Words{"-L", "p", "--preset", "x"},
                               Words{"-L", "p", "-T", "memcheck"},
                               Words{"-L", "p", "-M", "Experimental"},
                               Words{"-L", "p", "-D", "Experimental"},
                               Words{"-S", "x.cmake"},
                               Words{"-L", "p", "--", "-x"},
                               Words{"-L", "p", "--test-load", "2"},
                               Words{"-L", "p", "--unknown"}}) {
        CAPTURE(words);
        CHECK_FALSE(in_turn(words));
    }
    CHECK_FALSE(in_turn({"-L", "p"}, {"CTEST_PARALLEL_LEVEL=4"}));
    CHECK_FALSE(in_turn({"-L", "p"}, {"CTEST_PARALLEL_LEVEL="}));
}

TEST_CASE("which tests a ctest runs once is known also if it runs several at a time") {
    const auto selection = [](Words words, Words environment = {}) {
        words.insert(words.begin(), "/usr/bin/ctest");
        return selection_of({"/usr/bin/ctest", std::move(words), std::move(environment), "/build"});
    };
    CHECK(selection({})->level == 1);
    CHECK_FALSE(selection({})->serial);
    CHECK(selection({"-j8", "-R", "x"})->level == 8);
    CHECK(selection({"-j8", "-R", "x"})->words == Words{"-R", "x"});
    CHECK(selection({"-j", "3", "-L", "p"})->level == 3);
    CHECK(selection({"--parallel", "4"})->level == 4);
    CHECK(selection({"-j", "-L", "p"})->words == Words{"-L", "p"});
    CHECK(selection({"-j", "-L", "p"})->level >= 1);
    CHECK(selection({}, {"CTEST_PARALLEL_LEVEL=5"})->level == 5);
    CHECK(selection({"-j2", "--stop-on-failure", "--schedule-random", "--timeout", "9"})->words.empty());
    for (const Words& words :
         {Words{"--repeat", "until-fail:2"}, Words{"--repeat-until-fail", "2"}, Words{"--rerun-failed"},
          Words{"--stop-time", "12:00"}, Words{"--preset", "x"}, Words{"-S", "x.cmake"}, Words{"-T", "memcheck"},
          Words{"-F"}, Words{"-j2", "--unknown"}}) {
        CAPTURE(words);
        CHECK_FALSE(selection(words));
    }
}

TEST_CASE("the names of tests are parsed") {
    const auto tests = parse_test_names(
        "Test project /b\n  Test  #1: a.b\n  Test #10: c: #2: d\n  Test #11: e (Disabled)\n\nTotal Tests: 3\n");
    REQUIRE(tests);
    REQUIRE(tests->size() == 3);
    CHECK((*tests)[0].name == "a.b");
    CHECK((*tests)[1].name == "c: #2: d");
    CHECK((*tests)[1].property("DISABLED").empty());
    CHECK((*tests)[2].name == "e");
    CHECK((*tests)[2].property("DISABLED") == Words{"true"});
}

TEST_CASE("a list of names that is not whole is none") {
    CHECK_FALSE(parse_test_names(""));
    CHECK_FALSE(parse_test_names("  Test #1: a\n"));
    CHECK_FALSE(parse_test_names("  Test #1: a\nTotal Tests: 2\n"));
    CHECK(parse_test_names("Total Tests: 0\n")->empty());
}

TEST_CASE("a list of tests is parsed") {
    const auto tests = parse_ctest_list(R"({"kind": "ctestInfo", "tests": [
        {"name": "a", "command": ["/bin/a", "x"], "backtrace": 1, "properties": [
            {"name": "LABELS", "value": ["l", "m"]}, {"name": "TIMEOUT", "value": 5.5},
            {"name": "RUN_SERIAL", "value": true}, {"name": "MEASUREMENT", "value": [{"measurement": "k"}]},
            {"name": "TIMEOUT_AFTER_MATCH", "value": {"regex": ["r"], "timeout": 3}}]},
        {"name": "b"}]})");
    REQUIRE(tests);
    REQUIRE(tests->size() == 2);
    const ListedTest& a = tests->front();
    CHECK(a.command == Words{"/bin/a", "x"});
    CHECK(a.property("LABELS") == Words{"l", "m"});
    CHECK(a.property("TIMEOUT") == Words{"5.5"});
    CHECK(a.property("RUN_SERIAL") == Words{"true"});
    CHECK(a.property("TIMEOUT_AFTER_MATCH") == Words{"3", "r"});
    CHECK(a.property("MEASUREMENT") == Words{R"({"measurement":"k"})"});
    CHECK(a.property("DISABLED").empty());
    CHECK(tests->back().command.empty());
}

TEST_CASE("other texts are not parsed as a list") {
    for (const char* text :
         {"", "{", "No tests were found!!!", "[]", R"({"kind": "other", "tests": []})", R"({"kind": "ctestInfo"})",
          R"({"kind": "ctestInfo", "tests": [1]})", R"({"kind": "ctestInfo", "tests": [{"name": 1}]})",
          R"({"kind": "ctestInfo", "tests": [{"name": "a", "properties": [{"name": "X"}]}]})"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_ctest_list(text));
    }
}

TEST_CASE("the number of tests at a time is told whatever else the command line has") {
    const auto level = [](const Words& words, const Words& environment = {}) {
        return tests_at_a_time(CtestCall{"ctest", words, environment, "/build"});
    };
    CHECK(level({"ctest"}) == 1);
    CHECK(level({"ctest", "--preset", "x", "-j3"}) == 3);
    CHECK(level({"ctest", "--parallel", "4", "--unknown"}) == 4);
    CHECK(level({"ctest"}, {"CTEST_PARALLEL_LEVEL=5"}) == 5);
    CHECK(level({"ctest", "-j", "2"}, {"CTEST_PARALLEL_LEVEL=5"}) == 2);
}

TEST_CASE("RESOURCE_GROUPS are read as the property has them") {
    const auto tests = parse_ctest_list(R"({"kind": "ctestInfo", "tests": [{"name": "a", "properties": [
        {"name": "RESOURCE_GROUPS", "value": [{"requirements": [{".type": "gpus", "slots": 2}, {".type": "cpus", "slots": 1}]},
                                              {"requirements": []}]}]}]})");
    REQUIRE(tests);
    CHECK(tests->front().property("RESOURCE_GROUPS") == Words{"gpus:2,cpus:1", "1"});
}
