#include "tool/session/boost_test_report.h"

#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::boost_test_report_arguments;
using pf::Cause;
using pf::Conclusion;
using pf::judge_boost_test;
using pf::Outcome;
using pf::read_boost_test_log;

namespace {

std::string results(const std::string& cases) {
    return "<TestResult><TestSuite name=\"m\" result=\"passed\">" + cases + "</TestSuite></TestResult>";
}

std::string suite(const std::string& result, int failed, const std::string& units) {
    return "<TestSuite name=\"s\" result=\"" + result + "\" assertions_failed=\"" + std::to_string(failed) + "\">" +
           units + "</TestSuite>";
}

std::string one(const std::string& result) { return "<TestCase name=\"c\" result=\"" + result + "\"></TestCase>"; }

Conclusion judge(int exit_code, const std::string& report, const std::string& log = "") {
    const pf::test::Folder folder;
    if (!report.empty()) {
        std::ofstream(folder / "result") << report;
    }
    std::ofstream(folder / "result.log") << "<TestLog>" + log + "</TestLog>";
    return judge_boost_test(exit_code, folder / "result");
}

parallel_fixtures::Report read(const std::string& log) {
    const pf::test::Folder folder;
    std::ofstream(folder / "result.log") << log;
    return read_boost_test_log(folder / "result");
}

}  // namespace

TEST_CASE("Boost.Test passes a case only by its results and by exit code 0") {
    CHECK(judge(0, results(one("passed"))).outcome == Outcome::passed);
    CHECK(judge(0, results(one("passed") + one("passed"))).outcome == Outcome::passed);
    CHECK(judge(201, results(one("passed"))).outcome == Outcome::failed);
    CHECK(judge(0, results(one("failed"))).outcome == Outcome::failed);
    CHECK(judge(0, results(one("aborted"))).outcome == Outcome::failed);
    CHECK(judge(0, results(one("timed-out"))).outcome == Outcome::failed);
    CHECK(judge(0, results(one("passed") + one("failed"))).outcome == Outcome::failed);
    CHECK(judge(0, results("")).outcome == Outcome::failed);
    CHECK(judge(0, "").outcome == Outcome::crashed);
    CHECK(judge(0, results(one("passed")).substr(0, 60)).outcome == Outcome::crashed);
    CHECK(judge(3, "").reason == "exit code 3");
}

// As when a case elsewhere has expected_failures(): Boost.Test then ends with exit code 0.
TEST_CASE("a case of a suite whose fixture fails has not passed") {
    CHECK(judge(0, results(suite("passed", 0, one("passed")))).outcome == Outcome::passed);
    CHECK(judge(0, results(suite("aborted", 0, one("passed")))).outcome == Outcome::failed);
    CHECK(judge(0, results(suite("failed", 1, one("passed")))).outcome == Outcome::failed);
    CHECK(judge(0, results(suite("timed-out", 0, one("passed")))).outcome == Outcome::failed);
    CHECK(judge(0, results(suite("passed", 1, one("passed")))).outcome == Outcome::failed);
    CHECK(judge(0, results(suite("passed", 1, suite("passed", 0, one("passed"))))).outcome == Outcome::failed);
    const std::string expected = R"(<TestCase name="c" result="passed" assertions_failed="1"/>)";
    CHECK(judge(0, results(suite("passed", 1, expected))).outcome == Outcome::passed);
    CHECK(judge(0, results(suite("passed", 1, suite("passed", 1, expected) + one("passed")))).outcome ==
          Outcome::passed);
    const std::string skipped = results(suite("aborted", 0, one("passed")) + one("skipped"));
    CHECK(judge(0, skipped).reason == "it was skipped: Boost.Test says that it was skipped");
    CHECK(judge(0, results(suite("aborted", 0, one("passed"))), R"(<Error file="a.cc" line="2">no disk</Error>)")
              .reason == "a.cc:2: no disk");
}

TEST_CASE("a case that Boost.Test has skipped says why") {
    const std::string log = R"(<TestSuite name="m"><TestCase name="a" skipped="yes" reason="disabled"/>)"
                            R"(<TestCase name="c" skipped="yes" reason="precondition failed: no printer"/>)"
                            R"(<TestCase name="z" skipped="yes" reason="disabled"/></TestSuite>)";
    CHECK(judge(0, results(one("skipped")), log).outcome == Outcome::skipped);
    CHECK(judge(0, results(one("skipped")), log).reason == "precondition failed: no printer");
    CHECK(judge(0, results(one("skipped"))).reason == "Boost.Test says that it was skipped");
    CHECK(judge(0, results(R"(<TestSuite name="s" result="skipped"></TestSuite>)"), log).outcome == Outcome::skipped);
    const Conclusion by_dependency = judge(201, results(one("failed") + one("skipped")), log);
    CHECK(by_dependency.outcome == Outcome::failed);
    CHECK(by_dependency.reason == "it was skipped: precondition failed: no printer");
    CHECK(judge(0, results(one("failed") + one("skipped")), log).outcome == Outcome::failed);
}

TEST_CASE("failures are read from the log of Boost.Test") {
    const auto report = read(
        "<TestLog><TestSuite name=\"m\"><TestCase name=\"c\"><Info file=\"a.cc\" line=\"1\"><![CDATA[i]]></Info>"
        "<Error file=\"a.cc\" line=\"2\"><![CDATA[check x]]><Context><Frame><![CDATA[at 7]]></Frame></Context></Error>"
        "<FatalError file=\"a.cc\" line=\"3\"><![CDATA[needs <y>]]></FatalError>"
        "<Exception file=\"unknown location\" line=\"0\" function=\"f\"><![CDATA[E: thrown]]>"
        "<LastCheckpoint file=\"a.cc\" line=\"4\"><![CDATA[]]></LastCheckpoint></Exception>"
        "<Exception file=\"unknown location\" line=\"0\"><![CDATA[alone]]></Exception>"
        "</TestCase></TestSuite></TestLog>");
    REQUIRE(report.failures.size() == 4);
    CHECK(report.failures[0].message == "check x\nat 7");
    CHECK(report.failures[0].file == "a.cc");
    CHECK(report.failures[0].line == 2);
    CHECK(report.failures[1].message == "needs <y>");
    CHECK(report.failures[2].message == "E: thrown (after this line)");
    CHECK(report.failures[2].line == 4);
    CHECK(report.failures[3].file.empty());
    CHECK(read("<TestLog><Error file=\"a.cc\"").failures.empty());
    CHECK(read("").failures.empty());
}

TEST_CASE("the log on stdout keeps its level") {
    const auto log_of = [](const std::vector<std::string>& words, const std::optional<std::string>& level) {
        return boost_test_report_arguments(words, level, "/tmp/r").at(3);
    };
    CHECK(log_of({"p"}, std::nullopt) == "--logger=HRF,error");
    CHECK(log_of({"p"}, "all") == "--logger=HRF,all");
    CHECK(log_of({"p", "--log_level=message"}, "all") == "--logger=HRF,message");
    CHECK(log_of({"p", "-l", "message"}, std::nullopt) == "--logger=HRF,message");
    CHECK(boost_test_report_arguments({"p"}, std::nullopt, "/tmp/r,1").size() == 3);
}
