#include "tool/plan/frameworks.h"

namespace pf {

const std::vector<std::string>& framework_variables() {
    // Boost.Test's variables, without BOOST_TEST_LOG_LEVEL, which is for the look of the output and which the session
    // reads. GoogleTest's variables, and those of Bazel, which GoogleTest and Catch2 3 read. Variables for failed
    // assertions and exceptions (GTEST_BREAK_ON_FAILURE, GTEST_THROW_ON_FAILURE, GTEST_CATCH_EXCEPTIONS), for death
    // tests and for the look of the output are not among them, because they are meant for each single test.
    static const std::vector<std::string> variables{
        "BOOST_TEST_LIST_CONTENT",
        "BOOST_TEST_LIST_LABELS",
        "BOOST_TEST_LOGGER",
        "BOOST_TEST_LOG_FORMAT",
        "BOOST_TEST_LOG_SINK",
        "BOOST_TEST_OUTPUT_FORMAT",
        "BOOST_TEST_RANDOM",
        "BOOST_TEST_REPORT_FORMAT",
        "BOOST_TEST_REPORT_LEVEL",
        "BOOST_TEST_REPORT_SINK",
        "BOOST_TEST_RESULT_CODE",
        "BOOST_TEST_RUN_FILTERS",
        "GTEST_ALSO_RUN_DISABLED_TESTS",
        "GTEST_BRIEF",
        "GTEST_FAIL_FAST",
        "GTEST_FILTER",
        "GTEST_FLAGFILE",
        "GTEST_OUTPUT",
        "GTEST_RANDOM_SEED",
        "GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING",
        "GTEST_REPEAT",
        "GTEST_SHARD_INDEX",
        "GTEST_SHARD_STATUS_FILE",
        "GTEST_SHUFFLE",
        "GTEST_STREAM_RESULT_TO",
        "GTEST_TOTAL_SHARDS",
        "BAZEL_TEST",
        "TESTBRIDGE_TEST_ONLY",
        "TESTBRIDGE_TEST_RUNNER_FAIL_FAST",
        "TEST_PREMATURE_EXIT_FILE",
        "TEST_SHARD_INDEX",
        "TEST_SHARD_STATUS_FILE",
        "TEST_TOTAL_SHARDS",
        "XML_OUTPUT_FILE",
    };
    return variables;
}

}  // namespace pf
