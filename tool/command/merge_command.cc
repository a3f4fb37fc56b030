#include <fmt/format.h>

#include <filesystem>

#include "runtime/directory.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/journal/history.h"
#include "tool/journal/journal_reader.h"
#include "tool/journal/merge_journals.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

// Creates the directory of the result. One with other files is an error, so that nothing is replaced by mistake.
Status make_directory(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) {
        return Error{fmt::format("cannot create {}: {}", path, error.message())};
    }
    const bool ours = fs::exists(fs::path(path) / "journal.jsonl", error);
    if (!ours && !fs::is_empty(path, error)) {
        return Error{fmt::format("merge: {} has other files; name a new directory with --output", path)};
    }
    fs::remove_all(fs::path(path) / "output", error);
    return ok_status();
}

Status write_history(const MergeOptions& options) {
    History history;
    if (!options.history.empty()) {
        history = History::load_file(options.history);
        if (!history.warning().empty()) {
            return Error{history.warning()};
        }
    }
    HistoryRecorder recorder;
    const auto read = read_journal(options.output + "/journal.jsonl",
                                   [&](Event& event, std::int64_t, Span) { recorder.handle(event); });
    if (!read) {
        return read.error();
    }
    recorder.merge_into(history);
    return history.save_file(options.output + "/history");
}

}  // namespace

int merge_command(const MergeOptions& options) {
    const auto sources = read_sources(options.runs);
    if (!sources) {
        return fail(kExitUsage, "merge: " + sources.error().message);
    }
    for (const MergeSource& source : *sources) {
        std::error_code error;
        if (fs::equivalent(source.directory.empty() ? "." : source.directory, options.output, error)) {
            return fail(kExitUsage, fmt::format("merge: --output {} is one of the runs", options.output));
        }
    }
    if (const Status made = make_directory(options.output); !made) {
        return fail(kExitUsage, made.error().message);
    }
    if (const Status merged = merge_journals(*sources, options.output); !merged) {
        return fail(kExitIncomplete, merged.error().message);
    }
    if (const Status written = write_history(options); !written) {
        return fail(kExitIncomplete, written.error().message);
    }
    ReportOptions report;
    report.runs = {real_path(options.output) + "/"};
    report.output_junit = options.output_junit;
    return report_command(report);
}

}  // namespace pf
