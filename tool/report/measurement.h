// <NamedMeasurement> of CTest's Test.xml, and what a task has recorded in such.
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
    std::string encoding{};  // Empty: it has none. So with the others.
    std::string compression{};
    std::string filename{};
};

// What a task said by CTest's tags in its output, and what its framework recorded for it (RecordProperty).
struct Recorded {
    std::string output;                  // Without the tags, as it is shown.
    std::optional<std::string> details;  // In the place of the Completion Status.
    std::vector<std::string> labels;
    std::vector<Measurement> measurements;
};

// Reads the files that are to be attached; a relative name is one of `build_dir`, which is where ctest looks.
Recorded recorded_by(const TaskEnded& ended, const std::string& build_dir);

}  // namespace pf

#endif
