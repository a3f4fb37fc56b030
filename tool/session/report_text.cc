#include "tool/session/report_text.h"

#include "tool/session/context.h"

namespace pf {

std::string reason_of(const parallel_fixtures::Report& report) {
    if (!report.reason.empty() || report.failures.empty()) {
        return report.reason;
    }
    const parallel_fixtures::Failure& first = report.failures.front();
    const std::string place = first.file.empty() ? "" : first.file + ":" + std::to_string(first.line) + ": ";
    return place + first.message.substr(0, first.message.find('\n'));
}

Verdict judge_test(const Ended& ended, const std::optional<parallel_fixtures::Report>& report) {
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
