// The <NamedMeasurement> elements of CTest's Test.xml, and those that a task recorded itself.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_MEASUREMENT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_MEASUREMENT_H

#include <optional>
#include <string>
#include <vector>

#include "tool/event/event.h"

namespace pf {

inline constexpr const char* kText = "text/string";
inline constexpr const char* kNumber = "numeric/double";
inline constexpr const char* kPreformatted = "text/preformatted";

struct Measurement {
    std::string type;
    std::string name;
    std::string value;
    // Attributes of the element. An empty one is not written.
    std::string encoding{};
    std::string compression{};
    std::string filename{};
};

// What a task printed in CTest's tags, and what its framework recorded for it (RecordProperty).
struct RecordedResults {
    std::string output;                  // The output without the tags.
    std::optional<std::string> details;  // Replaces the Completion Status.
    std::vector<std::string> labels;
    std::vector<Measurement> measurements;
};

// Returns what the task recorded, with the content of attached files. A relative file name is relative to `build_dir`,
// as it is for ctest.
RecordedResults recorded_by(const TaskEnded& ended, const std::string& build_dir);

}  // namespace pf

#endif
