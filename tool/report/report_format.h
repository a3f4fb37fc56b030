// The formats in which `parallel-fixtures report --format` writes a run.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_REPORT_FORMAT_H
#define PARALLEL_FIXTURES_TOOL_REPORT_REPORT_FORMAT_H

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/result.h"
#include "tool/journal/run_record.h"

namespace pf {

enum class ReportFormat { markdown, github, json, junit, junit_ci, html, trace, tap };

// Reads a name such as "junit-ci".
std::optional<ReportFormat> report_format_from(std::string_view name);

// Returns all names, separated by `separator`.
std::string report_format_names(std::string_view separator);

// Returns the ending of a file's name without the dot. Two formats may have the same.
const char* file_ending(ReportFormat format);

// `workspace` is as in write_github_annotations().
Status write_report(const RunRecord& record, ReportFormat format, const std::string& workspace, std::FILE* file);

// A file that is written beside those of the run's directory.
struct ReportCopy {
    ReportFormat format = ReportFormat::junit;
    std::string path;
};

}  // namespace pf

#endif
