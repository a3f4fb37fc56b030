// What a framework says of a case that exited. The first byte of an input is the framework's ('g', 'c', 'b' for
// Boost.Test, 'q' for Qt Test, or another for doctest), the second the exit code ('0' to '9'); the rest is GoogleTest's
// file, or what the program printed.
#include <algorithm>

#include "tests/fuzz/support/fuzz.h"
#include "tool/session/framework_report.h"

using namespace pf;

namespace {

bool same(const Conclusion& a, const Conclusion& b) {
    return a.outcome == b.outcome && a.cause == b.cause && a.reason == b.reason;
}

void hold(Text framework, int exit_code, std::string_view said) {
    const std::string file = reports_in_file(framework) ? fuzz::scratch_file("result", said) : "";
    Capture whole;
    whole.append(said);
    Capture in_pieces;
    for (const std::string_view piece : fuzz::pieces(said)) {
        in_pieces.append(piece);
    }
    const Conclusion verdict = judge_case(framework, exit_code, whole, file);
    PF_HOLDS(same(verdict, judge_case(framework, exit_code, in_pieces, file)));
    PF_HOLDS(verdict.outcome != Outcome::passed || (exit_code == 0 && !said.empty()));
    PF_HOLDS(verdict.outcome == Outcome::passed || fuzz::is_message(verdict.reason));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    if (size >= 2) {
        hold(input[0] == 'g'   ? "gtest"
             : input[0] == 'c' ? "catch2"
             : input[0] == 'b' ? "boost_test"
             : input[0] == 'q' ? "qt_test"
                               : "doctest",
             std::clamp(input[1] - '0', 0, 9), input.substr(2));
    }
    return 0;
}
