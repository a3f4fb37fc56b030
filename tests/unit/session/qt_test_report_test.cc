#include "tool/session/qt_test_report.h"

#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::Conclusion;
using pf::judge_qt_test;
using pf::Outcome;
using pf::read_qt_test_report;

namespace {

std::string incident(const std::string& type, const std::string& more = "") {
    return "<Incident type=\"" + type + "\" file=\"a.cc\" line=\"3\">" + more + "</Incident>";
}

std::string function(const std::string& name, const std::string& content) {
    return "<TestFunction name=\"" + name + "\">" + content + "</TestFunction>";
}

std::string whole(const std::string& functions) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><TestCase name=\"T\">" +
           function("initTestCase", incident("pass")) + functions + function("cleanupTestCase", incident("pass")) +
           "</TestCase>";
}

const std::string kWhy = "<Description><![CDATA[why]]></Description>";

Conclusion judge(int exit_code, const std::string& xml, const std::string& output = "") {
    const pf::test::Folder folder;
    std::ofstream(folder / "result") << xml;
    pf::Capture capture(folder / "output");
    capture.append(output);
    return judge_qt_test(exit_code, capture, folder / "result");
}

Outcome outcome(const std::string& content) { return judge(0, whole(function("f", content))).outcome; }

}  // namespace

TEST_CASE("Qt Test passes a function only by its results and by exit code 0") {
    CHECK(outcome(incident("pass")) == Outcome::passed);
    CHECK(outcome(incident("bpass")) == Outcome::passed);
    CHECK(outcome(incident("xfail") + incident("pass")) == Outcome::passed);
    CHECK(outcome(incident("pass") + incident("fail")) == Outcome::failed);
    CHECK(outcome(incident("xpass")) == Outcome::failed);
    CHECK(outcome("") == Outcome::failed);
    CHECK(judge(0, whole("")).reason == "Qt Test ran no function: it has none of this name");
    CHECK(judge(0, "").outcome == Outcome::crashed);
    CHECK(judge(0, whole(function("f", incident("pass"))).substr(0, 150)).outcome == Outcome::crashed);
    CHECK(judge(1, whole(function("f", incident("pass")))).reason == "exit code 1");
    CHECK(judge(1, "", "Unknown test function: 'f()'. Possible matches:").reason.find("several test classes") !=
          std::string::npos);
}

TEST_CASE("a comma in the name of the report is the reason of a failure of Qt Test") {
    const pf::test::Folder folder;
    const pf::Capture nothing(folder / "output");
    const Conclusion conclusion = judge_qt_test(1, nothing, folder / "a,b");
    CHECK(conclusion.outcome == Outcome::failed);
    CHECK(conclusion.reason == "exit code 1: Qt Test cannot write its report to " + (folder / "a,b") +
                                   "; set TMPDIR to a directory without a comma in its name");
    // A program that has written a report has failed by itself.
    std::ofstream(folder / "a,b") << whole(function("f", incident("fail")));
    CHECK(judge_qt_test(1, nothing, folder / "a,b").reason == "exit code 1");
}

// The file has what the last class says, and another class may have the function too.
TEST_CASE("a function of a program with several test classes has not passed") {
    const std::string first = "********* Start testing of First *********\n" + std::string(200'000, 'x') +
                              "\nTotals: 3 passed, 0 failed, 0 skipped, 0 blacklisted, 0ms\n";
    const std::string second = "********* Start testing of Second *********\n";
    const auto reason = [](const std::string& output) {
        return judge(0, whole(function("f", incident("pass"))), output).reason;
    };
    CHECK(reason(first).empty());
    CHECK(reason(first + second).find("several test classes") != std::string::npos);
    CHECK(reason("Testing First\nTotals: 3 passed, 0 failed\nTesting Second\nTotals: 13 passed, 0 failed\n")
              .find("several test classes") != std::string::npos);
    CHECK(reason("Totals: 3 passed, 0 failed\nTotals: none\nTotals: 7 apples").empty());
    CHECK(judge(0, whole(function("f", incident("skip", kWhy))), first + second).outcome == Outcome::failed);
    CHECK(judge(1, whole(function("f", incident("fail"))), first + second).reason == "exit code 1");
}

TEST_CASE("a function that Qt Test has skipped says why") {
    CHECK(outcome(incident("skip", kWhy)) == Outcome::skipped);
    CHECK(outcome("<Message type=\"skip\" file=\"a.cc\" line=\"3\">" + kWhy + "</Message>") == Outcome::skipped);
    CHECK(outcome(incident("skip", kWhy) + incident("pass")) == Outcome::passed);
    CHECK(outcome("<Message type=\"qwarn\" file=\"\" line=\"0\">" + kWhy + "</Message>" + incident("pass")) ==
          Outcome::passed);
    CHECK(judge(0, whole(function("f", incident("skip", kWhy)))).reason == "why");
    CHECK(judge(0, whole(function("f", incident("bfail", kWhy)))).reason == "blacklisted: why");
    const std::string rows = incident("bpass") + incident("bfail", kWhy) + incident("skip") + incident("bpass");
    CHECK(judge(0, whole(function("f", rows))).outcome == Outcome::skipped);
    CHECK(judge(0, whole(function("f", rows))).reason == "blacklisted: why");
    CHECK(outcome(incident("pass") + incident("bxpass")) == Outcome::skipped);
    CHECK(outcome(incident("bfail") + incident("fail")) == Outcome::failed);
    CHECK(judge(0, "<TestCase>" + function("initTestCase", incident("skip", kWhy)) + "</TestCase>").outcome ==
          Outcome::skipped);
}

TEST_CASE("failures of Qt Test have their places and rows") {
    const pf::test::Folder folder;
    std::ofstream(folder / "result") << whole(
        function("f", incident("fail", "<DataTag><![CDATA[a row]]></DataTag>" + kWhy) + incident("xpass")));
    const auto failures = read_qt_test_report(folder / "result").failures;
    REQUIRE(failures.size() == 2);
    CHECK(failures[0].file == "a.cc");
    CHECK(failures[0].line == 3);
    CHECK(failures[0].message == "why (row \"a row\")");
    CHECK(failures[1].message == "passed although a failure is expected");
    CHECK(read_qt_test_report(folder / "none").failures.empty());
}
