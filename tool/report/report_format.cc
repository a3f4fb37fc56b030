#include "tool/report/report_format.h"

#include <algorithm>
#include <array>

#include "tool/page/run_pages.h"
#include "tool/report/ci_annotations.h"
#include "tool/report/junit.h"
#include "tool/report/markdown.h"
#include "tool/report/summary.h"
#include "tool/report/tap.h"

namespace pf {
namespace {

struct FormatName {
    ReportFormat format;
    std::string_view name;
    const char* ending;
};

constexpr std::array kFormats{
    FormatName{ReportFormat::markdown, "markdown", "md"},  FormatName{ReportFormat::github, "github", "txt"},
    FormatName{ReportFormat::json, "json", "json"},        FormatName{ReportFormat::junit, "junit", "xml"},
    FormatName{ReportFormat::junit_ci, "junit-ci", "xml"}, FormatName{ReportFormat::html, "html", "html"},
    FormatName{ReportFormat::trace, "trace", "json"},      FormatName{ReportFormat::tap, "tap", "tap"},
};

Status write_markdown(const RunRecord& record, std::FILE* file) {
    const Result<std::string> text = markdown_summary(record);
    if (!text) {
        return text.error();
    }
    static_cast<void>(std::fwrite(text->data(), 1, text->size(), file));
    return ok_status();
}

}  // namespace

std::optional<ReportFormat> report_format_from(std::string_view name) {
    const auto* const found =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatName& format) { return format.name == name; });
    return found == kFormats.end() ? std::nullopt : std::optional(found->format);
}

std::string report_format_names(std::string_view separator) {
    std::string names;
    for (const FormatName& format : kFormats) {
        names += names.empty() ? "" : separator;
        names += format.name;
    }
    return names;
}

const char* file_ending(ReportFormat format) {
    return std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatName& one) { return one.format == format; })
        ->ending;
}

Status write_report(const RunRecord& record, ReportFormat format, const std::string& workspace, std::FILE* file) {
    switch (format) {
        case ReportFormat::markdown:
            return write_markdown(record, file);
        case ReportFormat::github:
            return write_github_annotations(record, workspace, file);
        case ReportFormat::json:
            return write_summary(record, file);
        case ReportFormat::junit:
            return write_junit(record, file);
        case ReportFormat::junit_ci:
            return write_junit(record, file, JUnitFlavour::ci);
        case ReportFormat::html:
            return RunPages(record).write_page(file);
        case ReportFormat::trace:
            return RunPages(record).write_trace(file);
        case ReportFormat::tap:
            return write_tap(record, file);
    }
    return ok_status();
}

}  // namespace pf
