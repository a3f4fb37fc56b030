#include "tool/report/junit.h"

#include <tinyxml2.h>

#include <map>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;
using tinyxml2::XMLElement;

namespace {

struct Tally {
    int tests = 0;
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    bool operator==(const Tally& other) const {
        return tests == other.tests && failures == other.failures && errors == other.errors && skipped == other.skipped;
    }
};

Tally attributes_of(const XMLElement& element) {
    return {element.IntAttribute("tests"), element.IntAttribute("failures"), element.IntAttribute("errors"),
            element.IntAttribute("skipped")};
}

Tally count(const XMLElement& suite) {
    Tally tally;
    for (const auto* test = suite.FirstChildElement("testcase"); test != nullptr;
         test = test->NextSiblingElement("testcase")) {
        ++tally.tests;
        tally.failures += test->FirstChildElement("failure") != nullptr ? 1 : 0;
        tally.errors += test->FirstChildElement("error") != nullptr ? 1 : 0;
        tally.skipped += test->FirstChildElement("skipped") != nullptr ? 1 : 0;
    }
    return tally;
}

// Returns the suites by name, and checks that the numbers in their attributes are right.
std::map<std::string, Tally> suites_of(const std::string& text) {
    tinyxml2::XMLDocument document;
    REQUIRE(document.Parse(text.c_str()) == tinyxml2::XML_SUCCESS);
    const auto* root = document.FirstChildElement("testsuites");
    REQUIRE(root != nullptr);
    std::map<std::string, Tally> suites;
    Tally all;
    for (const auto* suite = root->FirstChildElement("testsuite"); suite != nullptr;
         suite = suite->NextSiblingElement("testsuite")) {
        const Tally tally = count(*suite);
        CHECK(attributes_of(*suite) == tally);
        CHECK(suites.emplace(suite->Attribute("name"), tally).second);
        all.tests += tally.tests;
        all.failures += tally.failures;
        all.errors += tally.errors;
    }
    CHECK(attributes_of(*root) == all);
    return suites;
}

bool is_red(const std::string& junit) {
    for (const auto& [name, tally] : suites_of(junit)) {
        if (tally.failures + tally.errors > 0) {
            return true;
        }
    }
    return false;
}

// Returns the name of the element that the only task of a run has.
std::string element_for(TaskEnded end) {
    end.id = "g.a";
    const std::string journal =
        test::lines({test::run_started(), test::declared("g", "a"), PlanEnded{1}, end, test::run_ended()});
    const std::string junit = test::reports_of(journal).junit;
    const Tally tally = suites_of(junit).at("g");
    return tally.failures != 0 ? "failure" : tally.errors != 0 ? "error" : tally.skipped != 0 ? "skipped" : "passed";
}

std::string element_for(Outcome outcome, Cause cause, int attempt = 0) {
    TaskEnded end = test::ended("g.a", outcome, cause);
    end.attempt = attempt;
    return element_for(end);
}

}  // namespace

TEST_CASE("one suite a group, one a fixture that was used, and their counts agree") {
    const auto suites = suites_of(test::reports_of(test::lines(test::sample_run())).junit);
    CHECK(suites.size() == 3 + 3);
    CHECK(suites.at("all").tests == 29);
    CHECK(suites.at("retries").tests == 2);
    CHECK(suites.at("@fixture:schema") == Tally{4, 2, 0, 0});
    CHECK(suites.at("@fixture:db") == Tally{3, 0, 1, 0});
    CHECK(suites.at("@fixture:tool") == Tally{1, 0, 0, 1});
}

TEST_CASE("what each outcome becomes") {
    CHECK(element_for(Outcome::passed, Cause::completed) == "passed");
    CHECK(element_for(Outcome::failed, Cause::completed) == "failure");
    CHECK(element_for(Outcome::crashed, Cause::signal) == "error");
    CHECK(element_for(Outcome::timeout, Cause::timeout) == "error");
    CHECK(element_for(Outcome::skipped, Cause::skip_code) == "skipped");
    CHECK(element_for(Outcome::skipped, Cause::disabled) == "skipped");
    // The cause is an error elsewhere in the file.
    CHECK(element_for(Outcome::not_run, Cause::fixture_failed) == "skipped");
    CHECK(element_for(Outcome::not_run, Cause::service_died) == "skipped");
    CHECK(element_for(Outcome::not_run, Cause::stop_on_failure) == "skipped");
    CHECK(element_for(Outcome::not_run, Cause::interrupted, 0) == "skipped");
    // Nothing else in the file is an error.
    CHECK(element_for(Outcome::not_run, Cause::interrupted, 1) == "error");
    CHECK(element_for(Outcome::not_run, Cause::missing_executable) == "error");
    CHECK(element_for(Outcome::not_run, Cause::failed_to_start) == "error");
    CHECK(element_for(Outcome::not_run, Cause::required_files) == "error");
    CHECK(element_for(Outcome::not_run, Cause::unreported) == "error");
}

TEST_CASE("a run that is not green is red somewhere in the file") {
    const std::string start = test::lines({test::run_started(), test::declared("g", "a"), PlanEnded{1}});
    const std::string passed = start + test::lines({test::started("g.a"), test::ended("g.a")});
    CHECK_FALSE(is_red(test::reports_of(passed + test::lines({test::run_ended(0)})).junit));
    for (const int code : {1, 2, 3, 4, 5, 130}) {
        CHECK(is_red(test::reports_of(passed + test::lines({test::run_ended(code)})).junit));
    }
    CHECK(is_red(test::reports_of(passed).junit));
    CHECK(is_red(test::reports_of("").junit));
    const Stopping stopping{1, "interrupted by SIGINT", 0, false};
    TaskEnded held = test::ended("g.a", Outcome::not_run, Cause::interrupted);
    held.attempt = 0;
    const std::string interrupted = test::reports_of(start + test::lines({stopping, held, test::run_ended(130)})).junit;
    CHECK(is_red(interrupted));
    CHECK(interrupted.find("interrupted by SIGINT") != std::string::npos);
}

TEST_CASE("a journal cut anywhere never looks green") {
    const std::string whole = test::lines({test::run_started(), test::declared("g", "a"), PlanEnded{1},
                                           test::started("g.a"), test::ended("g.a"), test::run_ended(0)});
    for (std::size_t length = 0; length < whole.size(); length += 3) {
        INFO(length);
        CHECK(is_red(test::reports_of(whole.substr(0, length)).junit));
    }
}

TEST_CASE("earlier attempts are flaky where the last one passed and reruns where not") {
    const std::string junit = test::reports_of(test::lines(test::sample_run())).junit;
    tinyxml2::XMLDocument document;
    REQUIRE(document.Parse(junit.c_str()) == tinyxml2::XML_SUCCESS);
    const auto* suite = document.FirstChildElement("testsuites")->FirstChildElement("testsuite");
    while (std::string(suite->Attribute("name")) != "retries") {
        suite = suite->NextSiblingElement("testsuite");
    }
    const auto* flaky = suite->FirstChildElement("testcase");
    REQUIRE(flaky->FirstChildElement("flakyFailure") != nullptr);
    CHECK(std::string(flaky->FirstChildElement("flakyFailure")->FirstChildElement("system-out")->GetText()) ==
          "first try\n");
    CHECK(flaky->FirstChildElement("flakyError") != nullptr);
    CHECK(flaky->FirstChildElement("failure") == nullptr);
    const auto* broken = flaky->NextSiblingElement("testcase");
    CHECK(broken->FirstChildElement("failure") != nullptr);
    CHECK(broken->FirstChildElement("rerunFailure") != nullptr);
    CHECK(broken->FirstChildElement("rerunError") != nullptr);
}

TEST_CASE("hostile bytes give a file that can be parsed") {
    const auto suites = suites_of(test::hostile_reports().junit);
    CHECK(suites.size() == 2);
}
