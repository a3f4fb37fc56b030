#include "tool/session/framework_report.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <initializer_list>
#include <string_view>

#include "tool/session/boost_test_report.h"
#include "tool/session/gtest_report.h"
#include "tool/session/qt_test_report.h"
#include "tool/session/report_verdict.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::array<std::string_view, 2> kFailureCounts{" failures=\"", " errors=\""};
constexpr std::size_t kSummary = std::size_t{64} << 10U;  // The last bytes of the output, which have the summary.

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t number = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) {
        ++number;
    }
    return number;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> marks) {
    return std::any_of(marks.begin(), marks.end(),
                       [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

Conclusion failed(const std::string& reason) { return {Outcome::failed, Cause::framework, reason}; }
Conclusion skipped(const std::string& reason) { return {Outcome::skipped, Cause::framework, reason}; }

// Returns the text between the last `before` and the first of `after` that follows it, or "" if there is none.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
    const std::size_t at = text.rfind(before);
    if (at == std::string_view::npos) {
        return "";
    }
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find(after));
}

// Says why a test was skipped. Only what the framework prints has it, between these texts.
Conclusion skipped_as_printed(const char* framework, std::string_view output, std::string_view before,
                              std::string_view after) {
    parallel_fixtures::Report report;
    report.reason = between(output, before, after);
    const std::string reason = reason_of(report);
    return skipped(reason.empty() ? std::string(framework) + " says that it was skipped" : reason);
}

Conclusion skipped_by_gtest(std::string_view output) {
    return skipped_as_printed("GoogleTest", output, ": Skipped\n", "[  SKIPPED ] ");
}

Conclusion of_exit_code(int exit_code) {
    return exit_code == 0 ? Conclusion()
                          : Conclusion{Outcome::failed, Cause::completed, "exit code " + std::to_string(exit_code)};
}

Conclusion unreported(const std::string& framework) {
    return {Outcome::crashed, Cause::no_result,
            "it ended with exit code 0 before " + framework + " had said how; does it call exit()?"};
}

// Counts keys in the JSON text. A message cannot contain them, because its quotes are escaped.
Conclusion judge_gtest(const Conclusion& by_exit_code, const std::string& result_file, std::string_view output) {
    if (by_exit_code.outcome != Outcome::passed) {
        return by_exit_code;
    }
    const Result<std::string> result = read_file(result_file);
    if (!result.ok()) {
        return unreported("GoogleTest");
    }
    const std::size_t ran = count(*result, R"("status": "RUN")");
    if (ran != 1) {
        return failed(ran == 0 ? "GoogleTest ran no test: it has none of this name"
                               : "GoogleTest ran " + std::to_string(ran) + " tests where this one was asked for");
    }
    return count(*result, R"("result": "SKIPPED")") > 0 ? skipped_by_gtest(output) : by_exit_code;
}

Conclusion failed_in_summary(const std::string& framework) {
    return failed(framework + " says that it failed, although the exit code is 0");
}

// Returns whether the last `element` counts failures or errors.
bool counts_failures(std::string_view xml, std::string_view element) {
    const std::string_view tag = between(xml, element, ">");
    return std::any_of(kFailureCounts.begin(), kFailureCounts.end(), [tag](std::string_view name) {
        const std::size_t at = tag.find(name);
        return at != std::string_view::npos && tag.substr(at + name.size(), 2) != "0\"";
    });
}

// Returns the last line that contains `text`, or "".
std::string_view last_line_with(std::string_view output, std::string_view text) {
    const std::size_t at = output.rfind(text);
    if (at == std::string_view::npos) {
        return "";
    }
    const std::size_t begin = output.rfind('\n', at) + 1;  // 0 where there is none.
    return output.substr(begin, output.find('\n', at) - begin);
}

// Returns whether the end of the console reporter's output, or of the compact one's, has failures that were not
// expected.
bool catch2_totals_fail(std::string_view summary) {
    constexpr std::string_view kCases = "test cases:";
    const std::string_view compact = last_line_with(summary, " test case");
    const std::size_t at = summary.rfind(kCases);
    const std::size_t all_passed = summary.rfind("All tests passed");
    if (at == std::string_view::npos || (all_passed != std::string_view::npos && all_passed > at)) {
        return compact.starts_with("Failed ") && compact.find(", failed ") != std::string_view::npos;
    }
    const auto counts = split(last_line_with(summary, kCases), '|');
    return std::any_of(counts.begin(), counts.end(),
                       [](std::string_view one) { return trimmed(one, " \r").ends_with(" failed"); });
}

// Each reporter has a form of its own. The reporters tap and sonarqube do not say whether a failure was expected.
bool catch2_says_failure(std::string_view summary) {
    return catch2_totals_fail(summary) || counts_failures(summary, "<OverallResults ") ||
           counts_failures(summary, "<testsuite ") || has_any(summary, {":test-result: FAIL", "teamcity[testFailed "});
}

bool doctest_says_failure(std::string_view summary) {
    return last_line_with(summary, "Status: ").find("FAILURE!") != std::string_view::npos ||
           counts_failures(summary, "<OverallResultsTestCases ") || counts_failures(summary, "<testsuite ");
}

Conclusion judge_catch2(const Conclusion& by_exit_code, int exit_code, std::string_view summary) {
    constexpr int kAllSkipped = 4;  // In version 3.3 and later; before, it is the number of failures.
    if (has_any(summary, {"No tests ran"})) {
        return failed("Catch2 ran no test: it has none of this name");
    }
    if (exit_code == kAllSkipped && has_any(summary, {"| 1 skipped"})) {
        return skipped_as_printed("Catch2", summary, ": SKIPPED:\nexplicitly with message:\n", "\n\n");
    }
    // The end of the output of the console reporter, and of the other reporters.
    const bool reported = has_any(summary, {"All tests passed", "test cases:", "Passed ", "<OverallResults",
                                            "</testsuites>", "</testExecutions>", "1..", ":test-result:", "teamcity["});
    if (by_exit_code.outcome != Outcome::passed) {
        return by_exit_code;
    }
    return catch2_says_failure(summary) ? failed_in_summary("Catch2") : reported ? by_exit_code : unreported("Catch2");
}

Conclusion judge_doctest(const Conclusion& by_exit_code, std::string_view summary) {
    constexpr std::string_view kCases = "test cases:";
    if (by_exit_code.outcome != Outcome::passed) {
        return by_exit_code;
    }
    if (doctest_says_failure(summary)) {
        return failed_in_summary("doctest");
    }
    const std::size_t at = summary.rfind(kCases);
    if (at == std::string_view::npos) {
        return has_any(summary, {"<OverallResultsTestCases", "</testsuites>"}) ? by_exit_code : unreported("doctest");
    }
    const std::size_t number = summary.find_first_not_of(' ', at + kCases.size());
    return summary.substr(std::min(number, summary.size()), 2) == "0 "
               ? failed("doctest ran no test: it has none of this name")
               : by_exit_code;
}

}  // namespace

bool reports_in_file(Text framework) {
    return framework == "gtest" || framework == "boost_test" || framework == "qt_test";
}

std::optional<parallel_fixtures::Report> read_report(Text framework, const std::string& result_file) {
    if (framework == "boost_test") {
        return read_boost_test_log(result_file);
    }
    if (framework == "qt_test") {
        return read_qt_test_report(result_file);
    }
    Result<std::string> json = framework == "gtest" ? read_file(result_file) : std::string();
    return json.ok() ? std::optional(read_gtest_report(std::move(json).value())) : std::nullopt;
}

std::vector<std::string> report_arguments(Text framework, const std::vector<std::string>& words,
                                          const std::optional<std::string>& log_level, const std::string& result_file) {
    if (framework == "boost_test") {
        return boost_test_report_arguments(words, log_level, result_file);
    }
    if (framework == "qt_test") {
        return qt_test_report_arguments(result_file);
    }
    if (framework == "gtest") {
        return {"--gtest_output=json:" + result_file};
    }
    if (framework == "doctest") {
        return {"--minimal=false", "--quiet=false"};  // With either of them the summary is missing.
    }
    return {};
}

// A test may abort for a reason of its own. GoogleTest is recognized by its message, or by the file that it has opened
// and left empty.
bool could_not_report(Text framework, int signal, const Capture& output, const std::string& result_file) {
    const std::string_view tail = output.tail(kSummary);
    if (framework != "gtest" || !has_any(tail, {"[       OK ] ", "[  FAILED  ] ", "[  SKIPPED ] "})) {
        return false;
    }
    const Result<std::string> result = read_file(result_file);
    return signal == SIGABRT   ? has_any(tail, {"Unable to open file \"" + result_file + "\""})
           : signal == SIGXFSZ ? result.ok() && result->empty()
                               : false;
}

Conclusion judge_gtest_without_file(int exit_code, const Capture& output, bool reached_end) {
    if (exit_code != 0) {
        return of_exit_code(exit_code);
    }
    if (!reached_end) {
        return unreported("GoogleTest");
    }
    const std::string_view tail = output.tail(kSummary);
    return has_any(tail, {"[  SKIPPED ] 1 test, listed below:"}) ? skipped_by_gtest(tail) : Conclusion();
}

Conclusion judge_case(Text framework, int exit_code, const Capture& output, const std::string& result_file) {
    const Conclusion by_exit_code = of_exit_code(exit_code);
    const std::string_view summary = output.tail(kSummary);
    if (framework == "gtest") {
        return judge_gtest(by_exit_code, result_file, summary);
    }
    if (framework == "boost_test") {
        return judge_boost_test(exit_code, result_file);
    }
    if (framework == "qt_test") {
        return judge_qt_test(exit_code, output, result_file);
    }
    return framework == "catch2" ? judge_catch2(by_exit_code, exit_code, summary)
                                 : judge_doctest(by_exit_code, summary);
}

}  // namespace pf
