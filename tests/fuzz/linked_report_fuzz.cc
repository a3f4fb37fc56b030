// What the process of a linked test reports to its worker, and what that makes of the test.
#include "runtime/linked_message.h"
#include "tests/fuzz/support/fuzz.h"
#include "tool/session/report_verdict.h"

using namespace pf;

namespace {

std::optional<parallel_fixtures::Report> report_in(std::string_view stream) {
    FrameReader<FromProgram> reader;
    reader.append(stream.data(), stream.size());
    const auto message = reader.next();
    const bool whole = message.ok() && message->has_value() && reader.empty();
    const auto* ended = whole ? std::get_if<TestEnded>(&**message) : nullptr;
    return ended == nullptr ? std::nullopt : std::optional(ended->report);
}

Ended exited(int code) {
    Ended ended;
    ended.exit_code = code;
    return ended;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto report = report_in(fuzz::text_of(data, size));
    const auto said = report ? report->verdict : parallel_fixtures::Verdict::failed;
    for (const int code : {0, 3}) {
        const Conclusion verdict = judge_test(exited(code), report);
        PF_HOLDS((verdict.outcome == Outcome::passed) == (code == 0 && said == parallel_fixtures::Verdict::passed));
        PF_HOLDS(verdict.outcome != Outcome::skipped || said == parallel_fixtures::Verdict::skipped);
        PF_HOLDS_WITH(verdict.reason.empty() || verdict.reason.find('\n') == std::string::npos, verdict.reason);
    }
    return 0;
}
