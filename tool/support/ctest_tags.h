// The tags that ctest reads out of a test's output: <CTestDetails>, <CTestLabel>, <CTestMeasurement> and
// <CTestMeasurementFile>, the last two also with Dart in place of CTest (CMake 3.25 to 3.31: cmCTestRunTest's
// CheckOutput and ParseOutputForMeasurements, cmCTestTestHandler's RecordCustomTestMeasurements). Those that we print
// for a group are in tool/terminal/ctest_output.h.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_CTEST_TAGS_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_CTEST_TAGS_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

struct CTestMeasurement {
    bool is_file = false;  // If true, `value` names the file whose content is the measurement.
    std::string type;
    std::string name;
    std::string value;
};

struct CTestTags {
    std::string output;                  // The output without tags and without the lines of details and labels.
    std::optional<std::string> details;  // The last details. They replace the test's Completion Status.
    std::vector<std::string> labels;     // Each label once, in the order in which they were printed.
    std::vector<CTestMeasurement> measurements;
};

// Takes the tags out of a test's output.
CTestTags read_ctest_tags(std::string text);

// Returns the output without the lines of details and labels. ctest searches it for the regular expressions of a test.
std::string without_details_and_labels(std::string_view output);

}  // namespace pf

#endif
