#include "tool/report/tap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "tool/report/junit_suites.h"
#include "tool/report/problems.h"
#include "tool/report/report_text.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kMostTapOutput = std::size_t{16} << 10U;

// A "#" begins a directive, and a description that begins with a digit is the number of a test to old readers.
std::string description(const std::string& name) {
    std::string text;
    for (const char c : one_line(name)) {
        text += c == '#' || c == '\\' ? "\\" + std::string(1, c) : std::string(1, c);
    }
    return "- " + text;
}

std::string yaml_string(std::string_view text) {
    std::string quoted = "'";
    for (const char c : one_line(text)) {
        quoted += c == '\'' ? "''" : std::string(1, c);
    }
    return quoted + "'";
}

std::string comments(std::string_view text) {
    std::string lines;
    const std::string shown = printable(text);
    for (const std::string_view line : split_lines(shown)) {
        lines += "# " + std::string(line) + "\n";
    }
    return lines;
}

class Tap {
public:
    explicit Tap(std::FILE* file) : file_(file) {}

    void begin(std::size_t count) { put(fmt::format("TAP version 13\n1..{}\n", count)); }

    void good(const TaskRecord& task) {
        const bool skipped = junit_kind(task) == JUnitKind::skipped;
        put(fmt::format("ok {} {}{}\n", ++number_, description(task.id),
                        skipped ? " # SKIP " + one_line(why(task.outcome, task.reason)) : ""));
    }

    void bad(const Problem& problem) {
        put(fmt::format("not ok {} {}\n  ---\n  outcome: {}\n  message: {}\n", ++number_, description(problem.name),
                        yaml_string(problem.what), yaml_string(problem.message)));
        if (!problem.place.file.empty()) {
            put(fmt::format("  file: {}\n", yaml_string(problem.place.file)));
        }
        if (problem.place.line > 0) {
            put(fmt::format("  line: {}\n", problem.place.line));
        }
        put("  ...\n" + comments(problem.details));
    }

private:
    void put(const std::string& text) { static_cast<void>(std::fwrite(text.data(), 1, text.size(), file_)); }

    std::FILE* file_;
    std::size_t number_ = 0;
};

}  // namespace

Status write_tap(const RunRecord& record, std::FILE* file) {
    const SourcePaths paths(record.run());
    const Result<Problems> problems =
        problems_of(record, paths, std::numeric_limits<std::size_t>::max(), kMostTapOutput);
    if (!problems) {
        return problems.error();
    }
    std::size_t others = 0;  // Problems that are no tasks.
    for (const Problem& problem : problems->first) {
        others += problem.is_task ? 0 : 1;
    }
    Tap tap(file);
    tap.begin(record.tasks.size() + others);
    auto next = std::find_if(problems->first.begin(), problems->first.end(),
                             [](const Problem& problem) { return problem.is_task; });
    for (const TaskRecord& task : record.tasks) {
        if (is_red(junit_kind(task))) {
            tap.bad(*next++);
        } else {
            tap.good(task);
        }
    }
    for (const Problem& problem : problems->first) {
        if (!problem.is_task) {
            tap.bad(problem);
        }
    }
    return ok_status();
}

}  // namespace pf
