// What ctest reads out of a test's output beside its text: <CTestDetails>, <CTestLabel>, <CTestMeasurement>,
// <CTestMeasurementFile>, and the last two with Dart in the place of CTest (CMake 3.25 to 3.31: cmCTestRunTest's
// CheckOutput and ParseOutputForMeasurements, cmCTestTestHandler's RecordCustomTestMeasurements).
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
    bool is_file = false;  // `value` is the name of a file, whose content is meant.
    std::string type;
    std::string name;
    std::string value;
};

struct CTestTags {
    std::string output;                  // Without the tags, and without the lines of details and labels.
    std::optional<std::string> details;  // The last ones: in the place of the test's Completion Status.
    std::vector<std::string> labels;     // Each once, in the order in which they were printed.
    std::vector<CTestMeasurement> measurements;
};

CTestTags read_ctest_tags(std::string_view output);

// Returns the output without the lines of details and labels, which ctest's regular expressions never see.
std::string without_details_and_labels(std::string_view output);

}  // namespace pf

#endif
