#include "tool/serve/run_ahead.h"

#include "tests/support/catch.h"

using namespace pf;
using Words = std::vector<std::string>;

namespace {

std::optional<Words> in_turn(Words words, Words environment = {}) {
    words.insert(words.begin(), "/usr/bin/ctest");
    return labels_in_turn({std::move(words), std::move(environment)});
}

}  // namespace

TEST_CASE("ctest with a label and nothing that narrows or runs in parallel is certain") {
    CHECK(in_turn({"-L", "parallel"}) == Words{"parallel"});
    CHECK(in_turn({"--test-dir", "build", "-L", "parallel", "--output-on-failure", "-C", "Debug"}) ==
          Words{"parallel"});
    CHECK(in_turn({"-L", "a", "--label-regex", "b", "-VV", "--output-junit", "x.xml"}) == Words{"a", "b"});
    CHECK(in_turn({"-L", "parallel"}, {"HOME=/", "CTEST_OUTPUT_ON_FAILURE=1"}) == Words{"parallel"});
}

TEST_CASE("in every doubt it is not") {
    for (const Words& words : {Words{},
                               Words{"-L"},
                               Words{"--output-on-failure"},
                               Words{"-j2", "-L", "p"},
                               Words{"-j", "-L", "p"},
                               Words{"--parallel", "2", "-L", "p"},
                               Words{"-L", "p", "-R", "x"},
                               Words{"-L", "p", "-E", "x"},
                               Words{"-L", "p", "-LE", "x"},
                               Words{"-L", "p", "-I", "1,2"},
                               Words{"-L", "p", "--rerun-failed"},
                               Words{"-L", "p", "--repeat", "until-fail:2"},
                               Words{"-L", "p", "--stop-on-failure"},
                               Words{"-L", "p", "--schedule-random"},
                               Words{"-L", "p", "-FA", "x"},
                               Words{"-L", "p", "-N"},
                               Words{"-L", "p", "--preset", "x"},
                               Words{"-L", "p", "-T", "memcheck"},
                               Words{"-S", "x.cmake"},
                               Words{"-L", "p", "--", "-x"},
                               Words{"-L", "p", "--test-load", "2"},
                               Words{"-L", "p", "--unknown"}}) {
        CAPTURE(words);
        CHECK_FALSE(in_turn(words));
    }
    CHECK_FALSE(in_turn({"-L", "parallel"}, {"CTEST_PARALLEL_LEVEL=4"}));
    CHECK_FALSE(in_turn({"-L", "parallel"}, {"CTEST_PARALLEL_LEVEL="}));
}

TEST_CASE("a label selects a group when every task has it") {
    Group group;
    group.name = "sql";
    group.labels = {"slow"};
    for (const char* label : {"parallel", "^parallel$", "sql", "^sql", "slow$"}) {
        CAPTURE(label);
        CHECK(selects_group({label}, group));
    }
    CHECK(selects_group({"parallel", "slow"}, group));
    for (const char* label : {"", "^$", "par", "s.l", "sql|x", "other", "[s]ql", "par*"}) {
        CAPTURE(label);
        CHECK_FALSE(selects_group({label}, group));
    }
    CHECK_FALSE(selects_group({"parallel", "other"}, group));
}
