#include "tool/cli/arguments.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace {

using Words = std::vector<std::string>;

const std::vector<pf::OptionWords> kOptions{
    {{"-R", "--tests-regex"}, true}, {{"-L", "--label-regex"}, true}, {{"-LE", "--label-exclude"}, true},
    {{"-j", "--parallel"}, true},    {{"-V", "--verbose"}, false},    {{"-VV", "--extra-verbose"}, false},
    {{"--stop-on-failure"}, false},  {{"--output-junit"}, true},      {{"--no-color"}, false},
};

Words normalised(const Words& words) {
    const auto result = pf::normalise(words, kOptions);
    REQUIRE(result.ok());
    return result->words;
}

std::string error_of(const Words& words) {
    const auto result = pf::normalise(words, kOptions);
    REQUIRE_FALSE(result.ok());
    return result.error().message;
}

}  // namespace

TEST_CASE("options as ctest accepts them become those of CLI11") {
    const std::vector<std::pair<Words, Words>> table{
        {{"build"}, {"build"}},
        {{"-R", "x"}, {"--tests-regex", "x"}},
        {{"--tests-regex", "x"}, {"--tests-regex", "x"}},
        {{"--tests-regex=x=y"}, {"--tests-regex", "x=y"}},
        {{"-LE", "x"}, {"--label-exclude", "x"}},
        {{"-L", "E"}, {"--label-regex", "E"}},
        {{"-j4"}, {"--parallel", "4"}},
        {{"-j", "4"}, {"--parallel", "4"}},
        {{"-j", "-1"}, {"--parallel", "-1"}},
        {{"--parallel=4", "-VV", "-V"}, {"--parallel", "4", "--extra-verbose", "--verbose"}},
        {{"--output-junit="}, {"--output-junit", ""}},
    };
    for (const auto& [given, expected] : table) {
        CAPTURE(given);
        CHECK(normalised(given) == expected);
    }
}

TEST_CASE("the word after an option is its value, whatever it looks like") {
    CHECK(normalised({"-R", "-LE"}) == Words{"--tests-regex", "-LE"});
    CHECK(normalised({"-R", "--", "-VV"}) == Words{"--tests-regex", "--", "--extra-verbose"});
    CHECK(normalised({"-R", ""}) == Words{"--tests-regex", ""});
    CHECK(normalised({"-LE", "--no-such"}) == Words{"--label-exclude", "--no-such"});
}

TEST_CASE("words after -- and a single dash are not options") {
    CHECK(normalised({"x", "--", "-R", "-VV"}) == Words{"x"});
    CHECK(pf::normalise({"x", "--", "-R", "--", "-VV"}, kOptions)->rest == Words{"-R", "--", "-VV"});
    CHECK(pf::normalise({"-R", "--"}, kOptions)->rest.empty());
    CHECK(normalised({"-", ""}) == Words{"-", ""});
}

TEST_CASE("an unknown option is named with the nearest known one") {
    CHECK(error_of({"--stop-on-falure"}) == "unknown option '--stop-on-falure', did you mean '--stop-on-failure'?");
    CHECK(error_of({"--tets-regex=x"}) == "unknown option '--tets-regex', did you mean '--tests-regex'?");
    CHECK(error_of({"-r"}) == "unknown option '-r', did you mean '-R'?");
    CHECK(error_of({"-vv"}) == "unknown option '-vv', did you mean '-VV'?");
    CHECK(error_of({"-z"}) == "unknown option '-z'");
    CHECK(error_of({"-FA"}) == "unknown option '-FA'");
    CHECK(error_of({"-Rx"}) == "unknown option '-Rx', did you mean '-R'?");
    CHECK(error_of({"-LX", "x"}) == "unknown option '-LX', did you mean '-L'?");
    CHECK(error_of({"-jx"}) == "unknown option '-jx', did you mean '-j'?");
    CHECK(error_of({"--frobnicate"}) == "unknown option '--frobnicate'");
    CHECK(error_of({"--\x1b[31m"}) == "unknown option '--\\x1b[31m'");
}

TEST_CASE("an error about a value names the option as it was written") {
    CHECK(error_of({"build", "-R"}) == "-R needs a value");
    CHECK(error_of({"--tests-regex"}) == "--tests-regex needs a value");
    CHECK(error_of({"--verbose=yes"}) == "--verbose takes no value");
}

TEST_CASE("the value of a repeated option is kept") {
    CHECK(normalised({"b", "-L", "a", "-L", "b", "-LE", "c", "--no-color"}) ==
          Words{"b", "--label-regex", "a", "--label-regex", "b", "--label-exclude", "c", "--no-color"});
}
