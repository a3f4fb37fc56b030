#include "tool/report/test_xml.h"

#include <tinyxml2.h>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"
#include "tool/report/site.h"

using namespace pf;

namespace {

const tinyxml2::XMLElement& testing_of(tinyxml2::XMLDocument& document, const std::string& text) {
    REQUIRE(document.Parse(text.c_str()) == tinyxml2::XML_SUCCESS);
    const auto* site = document.FirstChildElement("Site");
    REQUIRE(site != nullptr);
    const auto* testing = site->FirstChildElement("Testing");
    REQUIRE(testing != nullptr);
    return *testing;
}

std::vector<std::string> names(const tinyxml2::XMLElement& parent, const char* inner) {
    std::vector<std::string> found;
    for (const auto* test = parent.FirstChildElement("Test"); test != nullptr;
         test = test->NextSiblingElement("Test")) {
        const auto* name = inner == nullptr ? test : test->FirstChildElement(inner);
        found.emplace_back(name->GetText());
    }
    return found;
}

Site site_in(const test::Folder& build, double started = 1795408928) {
    RunStarted run = test::run_started(started);
    run.build_dir = build.path();
    RunRecord record;
    record.segments.emplace_back().started = run;
    return site_of(record);
}

}  // namespace

TEST_CASE("the list of tests is the list of results") {
    tinyxml2::XMLDocument document;
    const auto& testing = testing_of(document, test::reports_of(test::lines(test::sample_run())).test_xml);
    const auto listed = names(*testing.FirstChildElement("TestList"), nullptr);
    CHECK(listed == names(testing, "FullName"));
    CHECK(listed.front() == "./db.setup");
    CHECK(listed.back() == "./schema.teardown");
    CHECK(listed.size() == 3 + 32 + 2);
}

TEST_CASE("hostile bytes are shown, and the file is XML") {
    tinyxml2::XMLDocument document;
    const auto& testing = testing_of(document, test::hostile_reports().test_xml);
    const std::string reason = "]]> <![CDATA[ &amp; <x a='1'> --> \"[NON-XML-CHAR-0x1B][31m[NON-UTF-8-BYTE-0xFF]";
    const auto all = names(testing, "Name");
    REQUIRE(all.size() == 3);
    CHECK(all[1].find(reason) != std::string::npos);
    CHECK(all[1].find("[NON-XML-CHAR-0x0]") != std::string::npos);
}

TEST_CASE("CDash files the results where CTest's own would go") {
    const test::Folder build;
    CHECK(site_in(build).name == "host");
    CHECK(site_in(build).build_name == "Linux-Release");
    CHECK(site_in(build).build_stamp == "20261123-0442-Experimental");
    REQUIRE(write_file_atomically(build / "DartConfiguration.tcl",
                                  "# Site: no\nSourceDirectory: /s\nSite: my site \r\n\nBuildName: Linux-c++\n")
                .ok());
    std::filesystem::create_directory(build / "Testing");
    REQUIRE(write_file_atomically(build / "Testing/TAG", "20261120-1200\nNightly\nNightly\n").ok());
    CHECK(site_in(build).name == "my site");
    CHECK(site_in(build).build_name == "Linux-c++");
    CHECK(site_in(build).build_stamp == "20261120-1200-Nightly");
    // An empty value is treated like a missing one.
    REQUIRE(write_file_atomically(build / "DartConfiguration.tcl", "Site:\nBuildName: ").ok());
    REQUIRE(write_file_atomically(build / "Testing/TAG", "20261120-1200").ok());
    CHECK(site_in(build).name == "host");
    CHECK(site_in(build).build_name == "Linux-Release");
    CHECK(site_in(build).build_stamp == "20261123-0442-Experimental");
}

TEST_CASE("a task whose declaration was lost is reported all the same") {
    const std::string journal =
        test::lines({test::run_started(), PlanEnded{1}, test::started("g.a"), test::ended("g.a"), test::run_ended()});
    tinyxml2::XMLDocument document;
    CHECK(names(testing_of(document, test::reports_of(journal).test_xml), "Name") == std::vector<std::string>{"g.a"});
}

TEST_CASE("what a test records and what it says to CTest stands in Test.xml") {
    TaskEnded ended = test::ended("g.a");
    ended.properties = {{"answer", "42"}};
    ended.output.text =
        "a<CTestMeasurement type=\"numeric/double\" name=\"speed\">4.5</CTestMeasurement>b\n"
        "<CTestDetails>in other words</CTestDetails>\n<CTestLabel>said</CTestLabel>\n";
    const test::Reports reports = test::reports_of(
        test::lines({test::run_started(), PlanEnded{1}, test::started("g.a"), Event(ended), test::run_ended()}));
    for (const char* part :
         {"type=\"text/string\" name=\"answer\">", "<Value>42</Value>", "type=\"numeric/double\" name=\"speed\">",
          "<Value>4.5</Value>", "name=\"Completion Status\">", "<Value>in other words</Value>", "<Label>said</Label>",
          "<Value>ab\n</Value>"}) {
        INFO(part << " in " << reports.test_xml);
        CHECK(reports.test_xml.find(part) != std::string::npos);
    }
    CHECK(reports.junit.find("CTest") == std::string::npos);
}
