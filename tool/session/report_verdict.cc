#include "tool/session/report_verdict.h"

#include "runtime/text.h"
#include "tool/session/context.h"

namespace pf {
namespace {

constexpr std::size_t kLongestReason = 200;

// Joins the lines of a message, because the first may be no more than "Failed", and cuts the result where it gets long.
std::string reason_line(const std::string& message) {
    std::string line;
    for (const char c : message) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
        if (line.size() > kLongestReason) {
            return std::string(utf8_prefix(line, kLongestReason)) + "...";
        }
    }
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
    return line;
}

}  // namespace

std::string reason_of(const parallel_fixtures::Report& report) {
    if (!report.reason.empty() || report.failures.empty()) {
        return reason_line(report.reason);
    }
    const parallel_fixtures::Failure& first = report.failures.front();
    const std::string place =
        first.file.empty() ? "" : reason_line(first.file) + ":" + std::to_string(first.line) + ": ";
    return place + reason_line(first.message);
}

Conclusion judge_test(const Ended& ended, const std::optional<parallel_fixtures::Report>& report) {
    if (ended.signal != 0) {
        return {Outcome::crashed, Cause::signal, describe(ended)};
    }
    if (!report) {
        return {Outcome::crashed, Cause::no_result, "it ended without a result (" + describe(ended) + ")"};
    }
    if (report->verdict == parallel_fixtures::Verdict::failed) {
        return {Outcome::failed, Cause::framework, reason_of(*report)};
    }
    if (ended.exit_code != 0) {
        return {Outcome::crashed, Cause::no_result,
                "its framework says that it passed, but it ended with " + describe(ended)};
    }
    if (report->verdict == parallel_fixtures::Verdict::skipped) {
        return {Outcome::skipped, Cause::framework, reason_of(*report)};
    }
    return {};
}

}  // namespace pf
