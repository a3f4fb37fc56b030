#include "tool/report/task_text.h"

#include <fmt/format.h>

#include <string_view>

#include "runtime/text.h"
#include "tool/page/output_budget.h"
#include "tool/report/report_text.h"
#include "tool/support/ctest_tags.h"

namespace pf {
namespace {

// Joins the lines of a text, and cuts it where it gets long.
std::string joined(std::string_view text, std::size_t most) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
        if (line.size() > most) {
            return std::string(utf8_prefix(line, most)) + "...";
        }
    }
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
    return line;
}

std::string text_of(const AssertionFailure& failure, const SourcePaths* paths) {
    const std::string file = paths != nullptr ? paths->shown(failure.file) : failure.file;
    return (file.empty() ? "" : fmt::format("{}:{}: ", file, failure.line)) + failure.message;
}

// Returns whether the reason was made of the failure, which it may have cut.
bool is_reason(const AssertionFailure& failure, std::string_view reason) {
    constexpr std::size_t kWhole = 1U << 20U;
    if (reason.ends_with("...")) {
        reason.remove_suffix(3);
    }
    return joined(text_of(failure, nullptr), kWhole).starts_with(joined(reason, kWhole));
}

}  // namespace

std::string message_of(const TaskEnded& ended, const SourcePaths* paths) {
    constexpr std::size_t kLongest = 500;
    std::string reason = why(ended.outcome, ended.reason);
    if (ended.failures.empty() || (ended.outcome != Outcome::failed && ended.outcome != Outcome::crashed) ||
        ended.cause == Cause::service_died || ended.cause == Cause::flaky) {
        return reason;
    }
    const std::string first = joined(text_of(ended.failures.front(), paths), kLongest);
    return ended.outcome == Outcome::crashed ? reason + ": " + first : first;
}

std::string details_of(const TaskEnded& ended, const SourcePaths* paths) {
    std::string failures;
    for (const AssertionFailure& failure : ended.failures) {
        failures += (failures.empty() || failures.ends_with('\n') ? "" : "\n") + text_of(failure, paths);
    }
    if (ended.failures.empty()) {
        return why(ended.outcome, ended.reason);
    }
    if (is_reason(ended.failures.front(), ended.reason)) {
        return failures;
    }
    const bool is_first = ended.outcome == Outcome::failed && ended.cause != Cause::flaky;
    return is_first ? failures + (failures.ends_with('\n') ? "" : "\n") + ended.reason : ended.reason + "\n" + failures;
}

std::string details_with_output(const TaskEnded& ended, const SourcePaths* paths, std::size_t most) {
    const std::string output = most == 0 ? "" : shortened(read_ctest_tags(shown_output(ended.output)).output, most);
    return details_of(ended, paths) + (output.empty() ? "" : "\n\n" + output);
}

}  // namespace pf
