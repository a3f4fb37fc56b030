#include <tinyxml2.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include "tests/acceptance/support/promises.h"
#include "tests/support/catch.h"

namespace pf::acceptance {
namespace {

using tinyxml2::XMLElement;

std::string attribute(const XMLElement& element, const char* name) {
    const char* value = element.Attribute(name);
    return value == nullptr ? "" : value;
}

void for_each(const XMLElement& parent, const std::string& tag, const std::function<void(const XMLElement&)>& visit) {
    for (const XMLElement* child = parent.FirstChildElement(); child != nullptr; child = child->NextSiblingElement()) {
        if (tag == child->Name()) {
            visit(*child);
        }
        for_each(*child, tag, visit);
    }
}

// CTest's word for each test of Test.xml, by name.
std::map<std::string, Words> ctest_verdicts(const XMLElement& root) {
    std::map<std::string, Words> verdicts;
    for_each(root, "Test", [&](const XMLElement& test) {
        const XMLElement* name = test.FirstChildElement("Name");
        if (name != nullptr && name->GetText() != nullptr) {  // The entries of TestList have none.
            verdicts[name->GetText()].push_back(attribute(test, "Status"));
        }
    });
    return verdicts;
}

// What JUnit's test case says: "passed", "skipped" or "failed".
std::map<std::string, Words> junit_verdicts(const XMLElement& root) {
    std::map<std::string, Words> verdicts;
    for_each(root, "testcase", [&](const XMLElement& test) {
        const bool failed = test.FirstChildElement("failure") != nullptr || test.FirstChildElement("error") != nullptr;
        const bool skipped = test.FirstChildElement("skipped") != nullptr;
        const std::string verdict = failed ? "failed" : skipped ? "skipped" : "passed";
        const std::string name = attribute(test, "name");
        const std::string prefix = attribute(test, "classname") + ".";
        verdicts[name.starts_with(prefix) ? name : prefix + name].push_back(verdict);
    });
    return verdicts;
}

void load(tinyxml2::XMLDocument& document, const std::string& path) {
    INFO(path);
    REQUIRE(document.LoadFile(path.c_str()) == tinyxml2::XML_SUCCESS);
    REQUIRE(document.RootElement() != nullptr);
}

// A run that did not start says "notrun" to CTest, unless the system refused to start it.
bool ctest_agrees(const std::string& outcome, const std::string& status) {
    if (outcome == "passed") {
        return status == "passed";
    }
    return outcome == "skipped" || outcome == "not_run" ? status == "notrun" : status == "failed";
}

bool junit_agrees(const std::string& outcome, const std::string& verdict) {
    if (outcome == "passed" || outcome == "skipped") {
        return verdict == outcome;
    }
    return outcome == "not_run" ? verdict != "passed" : verdict == "failed";
}

}  // namespace

void check_reports(const Results& results) {
    tinyxml2::XMLDocument ctest;
    tinyxml2::XMLDocument junit;
    load(ctest, results.directory + "/Test.xml");
    load(junit, results.directory + "/junit.xml");
    const auto by_ctest = ctest_verdicts(*ctest.RootElement());
    const auto by_junit = junit_verdicts(*junit.RootElement());
    for (const Json& task : results.summary.at("tasks")) {
        const std::string id = Results::text(task, "id");
        const std::string outcome = Results::text(task, "outcome");
        INFO(id << " " << outcome);
        REQUIRE(by_ctest.count(id) == 1);
        REQUIRE(by_ctest.at(id).size() == 1);
        CHECK(ctest_agrees(outcome, by_ctest.at(id)[0]));
        REQUIRE(by_junit.count(id) == 1);
        REQUIRE(by_junit.at(id).size() == 1);
        CHECK(junit_agrees(outcome, by_junit.at(id)[0]));
    }
}

}  // namespace pf::acceptance
