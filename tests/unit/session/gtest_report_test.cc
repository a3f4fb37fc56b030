#include "tool/session/gtest_report.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

// As GoogleTest 1.12 writes it.
constexpr const char* kFailed = R"({
  "tests": 1, "failures": 1, "disabled": 0, "errors": 0, "timestamp": "2026-11-30T09:00:00Z", "time": "0s",
  "ad_hoc": "program",
  "name": "AllTests",
  "testsuites": [
    {
      "name": "Sums", "tests": 1, "failures": 1, "disabled": 0, "errors": 0, "time": "0s",
      "of_suite": "1",
      "testsuite": [
        {
          "name": "Wrong", "file": "/src/sums_test.cc", "line": 12, "status": "RUN", "result": "COMPLETED",
          "timestamp": "2026-11-30T09:00:00Z", "time": "0s", "classname": "Sums",
          "ticket": "#7", "rows": "12",
          "failures": [
            {"failure": "\/src\/sums_test.cc:14\nExpected equality\n  \"a\"", "type": ""},
            {"failure": "unknown file\nC++ exception", "type": ""}
          ]
        }
      ]
    }
  ]
})";

}  // namespace

TEST_CASE("the failures and the properties of the test are read") {
    const parallel_fixtures::Report report = read_gtest_report(kFailed);
    REQUIRE(report.failures.size() == 2);
    CHECK(report.failures[0].file == "/src/sums_test.cc");
    CHECK(report.failures[0].line == 14);
    CHECK(report.failures[0].message == "Expected equality\n  \"a\"");
    CHECK(report.failures[1].file.empty());
    CHECK(report.failures[1].message == "C++ exception");
    CHECK(report.properties == std::vector<std::pair<std::string, std::string>>{{"ticket", "#7"}, {"rows", "12"}});
}

TEST_CASE("a message may have bytes that are no UTF-8") {
    std::string json = kFailed;
    json.replace(json.find("equality"), 8, "\xff\xe4\xc3\xa4");
    CHECK(read_gtest_report(json).failures.at(0).message == "Expected \\xff\\xe4\xc3\xa4\n  \"a\"");
}

TEST_CASE("a file that was cut anywhere is read as far as it goes") {
    const std::string whole = kFailed;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const parallel_fixtures::Report report = read_gtest_report(whole.substr(0, size));
        CHECK(report.failures.size() <= 2);
        CHECK(report.properties.size() <= 2);
    }
    CHECK(read_gtest_report("[]").failures.empty());
}
