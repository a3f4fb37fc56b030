#include "tool/report/measurement.h"

#include <utility>

#include "tool/report/attachment.h"
#include "tool/report/report_text.h"
#include "tool/support/base64.h"
#include "tool/support/ctest_tags.h"
#include "tool/support/file.h"

namespace pf {
namespace {

// Returns the attachment, or CTest's words if the file is missing or empty.
Measurement attached(const CTestMeasurement& file, const std::string& build_dir) {
    const bool absolute = !file.value.empty() && file.value.front() == '/';
    const auto content = read_file(absolute ? file.value : build_dir + "/" + file.value);
    if (!content) {
        return {kText, file.name, "File " + file.value + " not found"};
    }
    if (content->empty()) {
        return {kText, file.name, "Image " + file.value + " is empty", "none"};
    }
    if (file.type != "file") {
        return {file.type, file.name, base64_encode(*content), "base64"};
    }
    const std::string name = file.value.substr(file.value.rfind('/') + 1);
    Measurement measurement{"file", file.name.empty() ? "Attached File" : file.name, {}, "base64", "tar/gzip", name};
    measurement.value = base64_encode(tar_gzip(name, *content));
    return measurement;
}

}  // namespace

RecordedResults recorded_by(const TaskEnded& ended, const std::string& build_dir) {
    CTestTags tags = read_ctest_tags(shown_output(ended.output));
    RecordedResults recorded{std::move(tags.output), std::move(tags.details), std::move(tags.labels), {}};
    for (const CTestMeasurement& one : tags.measurements) {
        recorded.measurements.push_back(one.is_file ? attached(one, build_dir)
                                                    : Measurement{one.type, one.name, one.value});
    }
    for (const auto& [name, value] : ended.properties) {
        recorded.measurements.push_back({kText, name, value});
    }
    return recorded;
}

}  // namespace pf
