#include "tool/session/framework_report.h"

#include <csignal>
#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::Cause;
using pf::Conclusion;
using pf::Outcome;

namespace {

Conclusion judge(const char* framework, int exit_code, const std::string& output, const std::string& result = "") {
    const pf::test::Folder folder;
    if (!result.empty()) {
        std::ofstream(folder / "result") << result;
    }
    pf::Capture capture;
    capture.append(output);
    return judge_case(framework, exit_code, capture, folder / "result");
}

Outcome outcome(const char* framework, const std::string& output, const std::string& result = "") {
    return judge(framework, 0, output, result).outcome;
}

}  // namespace

TEST_CASE("GoogleTest passes a test only by its own result") {
    const std::string ran = R"("status": "RUN", "result": "COMPLETED")";
    CHECK(outcome("gtest", "[  PASSED  ] 1 test.", ran) == Outcome::passed);
    CHECK(outcome("gtest", "[  PASSED  ] 1 test.") == Outcome::crashed);
    CHECK(outcome("gtest", "", R"({"tests": 0})") == Outcome::failed);
    CHECK(outcome("gtest", "", ran + ran) == Outcome::failed);
    CHECK(outcome("gtest", "", R"("status": "RUN", "result": "SKIPPED")") == Outcome::skipped);
    CHECK(outcome("gtest", "", R"("status": "RUN", "message": "\"result\": \"SKIPPED\"")") == Outcome::passed);
    CHECK(judge("gtest", 1, "", R"("status": "RUN", "result": "SKIPPED")").outcome == Outcome::failed);
}

TEST_CASE("the reason of a skip is what the framework prints with it") {
    const std::string result = R"("status": "RUN", "result": "SKIPPED")";
    CHECK(judge("gtest", 0, "a.cc:3: Skipped\nno printer\n  here\n[  SKIPPED ] A.b (0 ms)\n[  SKIPPED ] A.b\n", result)
              .reason == "no printer here");
    CHECK(judge("gtest", 0, "a.cc:3: Skipped\n\n[  SKIPPED ] A.b (0 ms)\n", result).reason ==
          "GoogleTest says that it was skipped");
    CHECK(judge("gtest", 0, "", result).reason == "GoogleTest says that it was skipped");
    pf::Capture captured;
    captured.append("a.cc:3: Skipped\nwhy\n[  SKIPPED ] A.b (0 ms)\n[  SKIPPED ] 1 test, listed below:\n");
    CHECK(judge_gtest_without_file(0, captured, true).reason == "why");
    const std::string summary = "=====\ntest cases: 1 | 1 skipped\n";
    CHECK(judge("catch2", 4, "a.cpp:3: SKIPPED:\nexplicitly with message:\n  no printer\n\n" + summary).reason ==
          "no printer");
    CHECK(judge("catch2", 4, "a.cpp:3: SKIPPED:\n\n" + summary).reason == "Catch2 says that it was skipped");
}

TEST_CASE("Catch2 and doctest pass a test only with their summary") {
    CHECK(outcome("catch2", "All tests passed (1 assertion in 1 test case)\n") == Outcome::passed);
    CHECK(outcome("catch2", "test cases: 1 | 1 passed\nassertions: - none -\n") == Outcome::passed);
    CHECK(outcome("catch2", "No test cases matched 'x'\n====\nNo tests ran\n") == Outcome::failed);
    CHECK(outcome("catch2", "Filters: x\n") == Outcome::crashed);
    CHECK(judge("catch2", 4, "test cases: 1 | 1 skipped\n").outcome == Outcome::skipped);
    CHECK(judge("catch2", 4, "test cases: 1 | 1 failed\n").outcome == Outcome::failed);
    CHECK(outcome("doctest", "[doctest] test cases: 1 | 1 passed | 0 failed | 3 skipped\n") == Outcome::passed);
    CHECK(outcome("doctest", "[doctest] test cases:  10 | 10 passed\n") == Outcome::passed);
    CHECK(outcome("doctest", "[doctest] test cases: 0 | 0 passed | 0 failed | 3 skipped\n") == Outcome::failed);
    CHECK(outcome("doctest", "[doctest] doctest version is \"2.4.9\"\n") == Outcome::crashed);
    CHECK(judge("doctest", 1, "").outcome == Outcome::failed);
}

TEST_CASE("Catch2 and doctest fail a test by their summary, although a main function returns 0") {
    for (const char* failed :
         {"test cases: 1 | 1 failed\nassertions: 1 | 1 failed\n", "test cases: 2 | 1 passed | 1 failed\n",
          "a.cc:1: failed: x\nFailed 1 test case, failed 1 assertion.\n",
          "Failed both 2 test cases, failed 3 assertions.\n", "All tests passed\ntest cases: 1 | 1 failed\n",
          "<OverallResults successes=\"1\" failures=\"1\" expectedFailures=\"0\"/>\n</Catch2TestRun>\n",
          "<testsuites>\n<testsuite name=\"p\" errors=\"0\" failures=\"2\" tests=\"2\">\n</testsuite>\n</testsuites>\n",
          "<testsuites>\n<testsuite name=\"p\" errors=\"1\" failures=\"0\" tests=\"2\">\n</testsuite>\n</testsuites>\n",
          ":test-result: FAIL bad\n",
          "##teamcity[testFailed name='bad' message='x']\n##teamcity[testSuiteFinished name='p']\n"}) {
        INFO(failed);
        CHECK(outcome("catch2", failed) == Outcome::failed);
    }
    // An assertion that is expected to fail, a name, and what the test itself prints are no failures.
    for (const char* passed :
         {"test cases: 1 | 1 failed as expected\nassertions: 1 | 1 failed as expected\n",
          "test cases: 2 | 1 failed\nAll tests passed (1 assertion in 1 test case)\n",
          "test cases: 1 | 1 failed\ntest cases: 1 | 1 passed | 1 failed as expected\n",
          "Failed 1 test case, failed 1 assertion.\nPassed 1 test case with 1 assertion.\n",
          "Failed to connect\nPassed 1 test case with 1 assertion.\n",
          "All tests passed (1 assertion in 1 test case)\nFailed to remove the directory of a test case\n",
          "<OverallResults successes=\"1\" failures=\"0\" expectedFailures=\"1\"/>\n</Catch2TestRun>\n",
          "<testsuites>\n<testsuite name=\"p\" errors=\"0\" failures=\"0\" tests=\"2\">\n</testsuite>\n</testsuites>\n",
          ":test-result: XFAIL bad\n"}) {
        INFO(passed);
        CHECK(outcome("catch2", passed) == Outcome::passed);
    }
    const std::string cases = "[doctest] test cases: 1 | 0 passed | 1 failed | 3 skipped\n";
    CHECK(outcome("doctest", cases + "[doctest] Status: FAILURE!\n") == Outcome::failed);
    CHECK(outcome("doctest", cases + "[doctest] Status: \x1b[0;31mFAILURE!\x1b[0m\n") == Outcome::failed);
    CHECK(outcome("doctest", "[doctest] test cases: 1 | 1 passed\n[doctest] Status: SUCCESS!\n") == Outcome::passed);
    CHECK(outcome("doctest", "Status: FAILURE!\n[doctest] test cases: 1 | 1 passed\n[doctest] Status: SUCCESS!\n") ==
          Outcome::passed);
    CHECK(outcome("doctest", "<OverallResultsTestCases successes=\"0\" failures=\"1\"/>\n</doctest>\n") ==
          Outcome::failed);
    CHECK(outcome("doctest", "<OverallResultsTestCases successes=\"1\" failures=\"0\"/>\n</doctest>\n") ==
          Outcome::passed);
    CHECK(outcome("doctest",
                  "<testsuites>\n<testsuite name=\"p\" errors=\"0\" failures=\"1\" tests=\"1\"/>\n</testsuites>\n") ==
          Outcome::failed);
}

TEST_CASE("GoogleTest that could not write its result is told from a test that crashed") {
    const pf::test::Folder folder;
    pf::Capture test_ended;
    test_ended.append("[       OK ] A.B (0 ms)\n[ FATAL ] Unable to open file \"" + folder / "result" + "\"\n");
    pf::Capture other_message;
    other_message.append("[       OK ] A.B (0 ms)\nanother assertion failed\n");
    pf::Capture test_runs;
    test_runs.append("[ RUN      ] A.B\n");
    const auto could_not = [&](const char* framework, int signal, const pf::Capture& output) {
        return pf::could_not_report(framework, signal, output, folder / "result");
    };
    CHECK(could_not("gtest", SIGABRT, test_ended));
    CHECK_FALSE(could_not("gtest", SIGABRT, other_message));
    CHECK_FALSE(could_not("gtest", SIGXFSZ, other_message));
    CHECK_FALSE(could_not("gtest", SIGSEGV, test_ended));
    CHECK_FALSE(could_not("gtest", 0, test_ended));
    CHECK_FALSE(could_not("gtest", SIGABRT, test_runs));
    CHECK_FALSE(could_not("catch2", SIGABRT, test_ended));
    std::ofstream(folder / "result").close();
    CHECK(could_not("gtest", SIGXFSZ, other_message));
    std::ofstream(folder / "result") << "{}";
    CHECK_FALSE(could_not("gtest", SIGXFSZ, other_message));
}

TEST_CASE("GoogleTest without a file for its result passes a test only if it ended") {
    pf::Capture output;
    output.append("[       OK ] A.B (0 ms)\n");
    CHECK(pf::judge_gtest_without_file(0, output, true).outcome == Outcome::passed);
    CHECK(pf::judge_gtest_without_file(0, output, false).outcome == Outcome::crashed);
    CHECK(pf::judge_gtest_without_file(1, output, true).outcome == Outcome::failed);
    output.append("[  SKIPPED ] 1 test, listed below:\n");
    CHECK(pf::judge_gtest_without_file(0, output, true).outcome == Outcome::skipped);
    CHECK(pf::judge_gtest_without_file(0, output, false).outcome == Outcome::crashed);
}
