#include "tool/terminal/ctest_output.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kNamed = 10;  // Failed tasks that <CTestDetails> names.

// Inserts a space into each `token` of the line, before its byte `at`.
void break_up(std::string& line, std::string_view token, std::size_t at) {
    for (std::size_t found = line.find(token); found != std::string::npos; found = line.find(token, found + at + 1)) {
        line.insert(found + at, 1, ' ');
    }
}

std::string details(const TaskCounts& counts, const Closing& closing) {
    std::string text = fmt::format("{}/{} passed", counts.passed, counts.declared);
    if (counts.skipped > 0) {
        text += fmt::format(", {} skipped", counts.skipped);
    }
    const std::vector<std::string_view> failed = closing.failed_ids();
    for (std::size_t i = 0; i < failed.size() && i < kNamed; ++i) {
        text += (i == 0 ? "; FAILED: " : ", ") + printable(failed[i]);
    }
    if (closing.failures() > kNamed) {
        text += fmt::format(" and {} more", closing.failures() - kNamed);
    }
    const std::uint64_t bad = counts.failed + counts.timeout + counts.crashed + counts.not_run;
    if (bad > closing.failures()) {
        text += fmt::format("; {} not run", bad - closing.failures());
    }
    return text;
}

}  // namespace

std::string without_ctest_tags(std::string line) {
    for (const std::string_view token : {"<CTest", "</CTest", "<Dart", "</Dart"}) {
        break_up(line, token, 1);
    }
    break_up(line, kAllSkipped, kAllSkipped.rfind('_') + 1);
    return line;
}

std::vector<std::string> ctest_result_lines(const TaskCounts& counts, const Closing& closing) {
    std::vector<std::string> lines{
        fmt::format("<CTestDetails>{}</CTestDetails>", without_ctest_tags(details(counts, closing)))};
    const std::array<std::pair<const char*, std::uint64_t>, 9> measurements{{{"Tasks", counts.declared},
                                                                             {"Tasks passed", counts.passed},
                                                                             {"Tasks failed", counts.failed},
                                                                             {"Tasks timed out", counts.timeout},
                                                                             {"Tasks crashed", counts.crashed},
                                                                             {"Tasks skipped", counts.skipped},
                                                                             {"Tasks not run", counts.not_run},
                                                                             {"Tasks flaky", counts.flaky},
                                                                             {"Tasks leaked", counts.leaked}}};
    for (const auto& [name, value] : measurements) {
        lines.push_back(
            fmt::format(R"(<CTestMeasurement type="numeric/double" name="{}">{}</CTestMeasurement>)", name, value));
    }
    if (counts.declared > 0 && counts.skipped == counts.declared) {
        lines.emplace_back(kAllSkipped);
    }
    return lines;
}

}  // namespace pf
