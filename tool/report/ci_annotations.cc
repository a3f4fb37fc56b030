#include "tool/report/ci_annotations.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string_view>

#include "runtime/text.h"
#include "tool/report/problems.h"
#include "tool/report/report_text.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kMostAnnotations = 10;
constexpr std::size_t kLongestTitle = 200;
constexpr std::size_t kLongestAnnotation = 4000;

void put(std::FILE* file, const std::string& line) {
    static_cast<void>(std::fwrite(line.data(), 1, line.size(), file));
    static_cast<void>(std::fputc('\n', file));
}

std::string command(const char* name, const SourcePlace& place, const std::string& title, const std::string& text) {
    std::string line = fmt::format("::{} ", name);
    if (!place.file.empty()) {
        line += "file=" + github_property(printable(place.file)) + ",";
    }
    if (place.line > 0) {
        line += fmt::format("line={},", place.line);
    }
    return line + "title=" + github_property(one_line(utf8_prefix(title, kLongestTitle))) +
           "::" + github_data(printable(utf8_prefix(text, kLongestAnnotation)));
}

// Writes the first ones, or one fewer and their number if there are too many.
template <typename Write>
void write_first(std::size_t count, const char* name, const char* what, std::FILE* file, Write write) {
    const std::size_t shown = count <= kMostAnnotations ? count : kMostAnnotations - 1;
    for (std::size_t i = 0; i < shown; ++i) {
        write(i);
    }
    if (shown < count) {
        put(file, fmt::format("::{} title=More::{} more {}", name, count - shown, what));
    }
}

}  // namespace

Status write_github_annotations(const RunRecord& record, const std::string& workspace, std::FILE* file) {
    const SourcePaths paths(record.run(), workspace.empty() ? record.run().source_dir : workspace);
    const Result<Problems> problems = problems_of(record, paths, kMostAnnotations, 0);
    if (!problems) {
        return problems.error();
    }
    write_first(problems->count, "error", "did not pass", file, [&](std::size_t i) {
        const Problem& problem = problems->first[i];
        put(file, command("error", problem.place, problem.name + " " + problem.what, problem.details));
    });
    std::vector<const TaskRecord*> flaky;
    for (const TaskRecord& task : record.tasks) {
        if (task.flaky && task.outcome == Outcome::passed) {
            flaky.push_back(&task);
        }
    }
    write_first(flaky.size(), "warning", "tasks are flaky", file, [&](std::size_t i) {
        const SourcePlace place = place_from(record.sources[flaky[i]->source]);
        put(file, command("warning", {paths.shown(place.file), place.line}, flaky[i]->id + " is flaky",
                          fmt::format("It passed only at attempt {}.", flaky[i]->attempts)));
    });
    return ok_status();
}

Status write_ci_groups(const RunRecord& record, CiSystem system, std::FILE* file) {
    constexpr std::size_t kMostGroups = 100;
    constexpr std::size_t kMostOutput = std::size_t{64} << 10U;
    const SourcePaths paths(record.run());
    const Result<Problems> problems = problems_of(record, paths, kMostGroups, kMostOutput);
    if (!problems) {
        return problems.error();
    }
    const std::int64_t now = whole_seconds(record.ended());
    std::uint64_t number = 0;
    for (const Problem& problem : problems->first) {
        put(file, group_begin(system, problem.name + " " + problem.what, ++number, now));
        const std::string text = printable(problem.details);
        for (const std::string_view line : split_lines(text)) {
            put(file, system == CiSystem::github ? without_github_commands(std::string(line)) : std::string(line));
        }
        put(file, group_end(system, number, now));
    }
    return ok_status();
}

}  // namespace pf
