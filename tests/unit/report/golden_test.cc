// Compares the reports of one small run line by line. To update them after an intended change, run unit_report with
// PARALLEL_FIXTURES_UPDATE_GOLDEN=1 and read the difference.
#include <cstdlib>
#include <sstream>

#include "tests/unit/journal/events.h"
#include "tests/unit/report/reports.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;

namespace {

void check_golden(const std::string& name, const std::string& text) {
    const std::string path = std::string(PF_GOLDEN_DIR) + "/" + name;
    if (std::getenv("PARALLEL_FIXTURES_UPDATE_GOLDEN") != nullptr) {
        REQUIRE(write_file_atomically(path, text).ok());
    }
    const auto golden = read_file(path);
    REQUIRE(golden.ok());
    std::istringstream expected(*golden);
    std::istringstream actual(text);
    std::string expected_line;
    std::string actual_line;
    for (int number = 1; std::getline(expected, expected_line); ++number) {
        INFO(name << ", line " << number);
        std::getline(actual, actual_line);
        REQUIRE(actual_line == expected_line);
    }
    CHECK(text.size() == golden->size());
}

}  // namespace

TEST_CASE("the reports of a run in which everything happens") {
    const auto reports = test::reports_of(test::lines(test::sample_run()));
    check_golden("summary.json", reports.summary);
    check_golden("Test.xml", reports.test_xml);
    check_golden("junit.xml", reports.junit);
}
