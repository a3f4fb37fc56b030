#include "tool/discover/refused_arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr const char* kReport =
    "would leave a report of one test or of none, because each test runs in a process of its own; leave it out, the "
    "run's junit.xml and Test.xml have all tests";
constexpr const char* kNoTest = "runs no test; leave it out, \"ctest -N\" lists the tests";
constexpr const char* kRepeat = "does not repeat a test that is forked; leave it out, \"ctest --repeat\" does";
constexpr const char* kShuffle =
    "orders nothing, because each test runs in a process of its own; leave it out, \"ctest --schedule-random\" does";

constexpr const char* kResult =
    "would hide from ParallelFixtures how each test ends; leave it out, the run's junit.xml and Test.xml have all "
    "tests";
constexpr const char* kFilter = "selects tests beside the one that each process runs; use TEST_FILTER";
constexpr const char* kRest =
    "would hide from Boost.Test which test to run, because the options for that follow; leave it out, or hand down "
    "what "
    "the program needs in ENVIRONMENT";

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_beginning_of(std::string_view text, std::initializer_list<std::string_view> names) {
    return !text.empty() &&
           std::any_of(names.begin(), names.end(), [&](std::string_view name) { return name.starts_with(text); });
}

// Returns the name of an option "--name=value" or "-name=value", or "" for another word.
std::string_view option_name(std::string_view word, std::string_view delimiters) {
    const std::size_t begin = std::min(word.find_first_not_of('-'), word.size());
    return begin == 0 || begin > 2 ? "" : word.substr(begin, word.find_first_of(delimiters, begin) - begin);
}

const char* gtest_problem(std::string_view word) {
    const std::string_view name = option_name(word, "=");
    return is_one_of(name, {"gtest_output", "gtest_stream_result_to"}) ? kReport
           : name == "gtest_list_tests"                                ? kNoTest
           : name == "gtest_repeat"                                    ? kRepeat
           : name == "gtest_shuffle"                                   ? kShuffle
                                                                       : nullptr;
}

// Short options may be joined: -so is -s and -o.
const char* catch2_problem(std::string_view word) {
    const std::string_view name = option_name(word, "=: ");
    const bool is_short = word.substr(0, 2) != "--";
    const auto has = [&](std::string_view letters) {
        return is_short && name.find_first_of(letters) != std::string_view::npos;
    };
    if (name == "out" || has("o") || word.find("::out=") != std::string_view::npos) {
        return kReport;
    }
    return is_one_of(name, {"help", "libidentify"}) || name.substr(0, 5) == "list-" || has("lh?") ? kNoTest : nullptr;
}

const char* doctest_problem(std::string_view word) {
    std::string_view name = option_name(word, "=");
    name.remove_prefix(name.substr(0, 3) == "dt-" ? 3 : 0);
    if (is_one_of(name, {"out", "o"})) {
        return kReport;
    }
    if (is_one_of(name, {"first", "f", "last", "l"})) {
        return kFilter;  // A case that these leave out counts as one that ran.
    }
    return is_one_of(name, {"list-test-cases", "ltc", "list-test-suites", "lts", "list-reporters", "lr", "count", "c",
                            "no-run", "nr", "help", "h", "?", "version", "v"})
               ? kNoTest
               : nullptr;
}

// Boost.Test refuses an option that is given twice, and ParallelFixtures gives those for the report itself. Boost.Test
// also takes the beginning of a name.
const char* boost_test_problem(std::string_view word) {
    const std::string_view name = option_name(word, "=");
    const bool is_short = word.substr(0, 2) != "--";
    const auto is = [&](std::initializer_list<std::string_view> names, std::string_view letters) {
        return is_short ? name.size() == 1 && letters.find(name.front()) != letters.npos : is_beginning_of(name, names);
    };
    return is({"log_format", "log_sink", "logger"}, "fk")                                  ? kReport
           : is({"report_format", "report_level", "report_sink", "output_format"}, "mero") ? kResult
           : is({"run_test"}, "t")                                                         ? kFilter
           : is({"random"}, "")                                                            ? kShuffle
           : is({"list_content", "list_labels", "help", "usage", "version"}, "?")          ? kNoTest
                                                                                           : nullptr;
}

const char* qt_test_problem(std::string_view word) {
    return is_one_of(word, {"-o", "-xml", "-lightxml", "-xunitxml", "-junitxml", "-csv", "-teamcity", "-tap"}) ? kReport
           : is_one_of(word, {"-functions", "-datatags", "-help", "--help", "-h"})                             ? kNoTest
           : word == "-repeat"                                                                                 ? kRepeat
                               : nullptr;
}

}  // namespace

std::string refused_argument(std::string_view framework, const TestProgram& program, bool options_follow) {
    const auto problem = framework == "gtest"        ? gtest_problem
                         : framework == "catch2"     ? catch2_problem
                         : framework == "doctest"    ? doctest_problem
                         : framework == "boost_test" ? boost_test_problem
                         : framework == "qt_test"    ? qt_test_problem
                                                     : nullptr;
    // The words before the program are its emulator or launcher.
    auto word = std::find(program.command.begin(), program.command.end(), program.file);
    for (; problem != nullptr && word != program.command.end(); ++word) {
        const bool hides = options_follow && framework == "boost_test" && *word == "--";
        const char* const why = *word == program.file ? nullptr : hides ? kRest : problem(*word);
        if (why != nullptr) {
            return fmt::format("its argument \"{}\" (EXTRA_ARGS) {}", printable(*word), why);
        }
    }
    return "";
}

}  // namespace pf
