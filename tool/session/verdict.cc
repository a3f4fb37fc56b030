#include "tool/session/verdict.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): sigabbrev_np is not in <cstring>.

#include <optional>

#include "tool/support/ctest_tags.h"
#include "tool/support/text.h"

namespace pf {
namespace {

std::string quoted(std::string_view pattern) { return "\"" + one_line(pattern) + "\""; }

// Judges by the regular expressions and the exit code, before WILL_FAIL.
Conclusion plain_verdict(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes) {
    const auto fails = first_match(options.fail_regex, output, regexes);
    if (!fails.ok()) {
        return {Outcome::failed, Cause::output_cut, "FAIL_REGULAR_EXPRESSION: " + fails.error().message};
    }
    if (*fails) {
        return {Outcome::failed, Cause::regex, "FAIL_REGULAR_EXPRESSION " + quoted(**fails) + " matched the output"};
    }
    if (!options.pass_regex.empty()) {
        const auto passes = first_match(options.pass_regex, output, regexes);
        if (!passes.ok()) {
            return {Outcome::failed, Cause::output_cut, "PASS_REGULAR_EXPRESSION: " + passes.error().message};
        }
        if (!*passes) {
            return {Outcome::failed, Cause::regex, "no PASS_REGULAR_EXPRESSION matched the output"};
        }
        return {Outcome::passed, Cause::regex, ""};
    }
    if (ended.exit_code != 0) {
        return {Outcome::failed, Cause::completed, "exit code " + std::to_string(ended.exit_code)};
    }
    return {};
}

constexpr std::string_view kTag = "<CTest";  // Begins the lines that CTest takes out of the output.

// CTest reads output by lines, each of which ends at a newline or a NUL. It drops carriage returns before the end.
std::string as_ctest_sees(std::string_view text) {
    std::string seen;
    seen.reserve(text.size() + 1);
    for (const char c : text) {
        if (c != '\n' && c != '\0') {
            seen += c;
            continue;
        }
        while (!seen.empty() && seen.back() == '\r') {
            seen.pop_back();
        }
        seen += '\n';
    }
    if (!seen.empty() && seen.back() != '\n') {
        seen += '\n';
    }
    return seen.find(kTag) == std::string::npos ? seen : without_details_and_labels(seen);
}

bool is_as_ctest_sees(std::string_view text) {
    return text.empty() || (text.back() == '\n' && text.find('\0') == std::string_view::npos &&
                            text.find("\r\n") == std::string_view::npos && text.find(kTag) == std::string_view::npos);
}

Result<std::optional<std::string>> first_match_in(std::string_view text, const Texts& patterns, RegexCache& regexes) {
    for (const Text pattern : patterns) {
        const Result<Regex>& regex = regexes.get_cmake(pattern);
        const Result<bool> matched = regex.ok() ? regex->matches(text) : Result<bool>(regex.error());
        if (!matched.ok()) {
            return matched.error();
        }
        if (*matched) {
            return std::optional<std::string>(std::string(pattern));
        }
    }
    return std::optional<std::string>{};
}

template <typename Compiled, typename Compile>
const Result<Regex>& compiled_once(Compiled& compiled, std::string_view pattern, Compile compile) {
    const std::string key(pattern);
    const auto known = compiled.find(key);
    return known != compiled.end() ? known->second : compiled.emplace(key, compile(pattern)).first->second;
}

// Returns the last line "SUMMARY: <X>Sanitizer: ..." of the output, or "" if there is none.
std::string sanitizer_summary(const Capture& output) {
    constexpr std::string_view kSummary = "SUMMARY: ";
    const std::string_view text = output.tail(std::size_t{64} << 10U);
    for (std::size_t at = text.rfind(kSummary); at != std::string_view::npos; at = text.rfind(kSummary, at - 1)) {
        const std::string_view line = text.substr(at, text.find('\n', at) - at);
        const std::string_view tool = line.substr(kSummary.size(), line.find(':', kSummary.size()) - kSummary.size());
        constexpr std::string_view kName = "Sanitizer";
        if (tool.size() > kName.size() && tool.substr(tool.size() - kName.size()) == kName) {
            return one_line(line);
        }
        if (at == 0) {
            break;
        }
    }
    return "";
}

// A sanitizer ends a program with an exit code or a signal, which say nothing of what it has found.
Conclusion with_sanitizer_summary(Conclusion verdict, const Capture& output) {
    const bool by_end =
        (verdict.outcome == Outcome::failed && verdict.cause == Cause::completed) ||
        (verdict.outcome == Outcome::crashed && (verdict.cause == Cause::signal || verdict.cause == Cause::no_result));
    std::string summary = by_end ? sanitizer_summary(output) : "";
    if (!summary.empty()) {
        verdict.reason = std::move(summary);
    }
    return verdict;
}

}  // namespace

const Result<Regex>& RegexCache::get(std::string_view pattern) {
    return compiled_once(compiled_, pattern, Regex::compile);
}

const Result<Regex>& RegexCache::get_cmake(std::string_view pattern) {
    return compiled_once(of_cmake_, pattern, Regex::compile_cmake);
}

Result<std::optional<std::string>> first_match(const Texts& patterns, const Capture& output, RegexCache& regexes) {
    Result<std::optional<std::string>> result(std::optional<std::string>{});
    if (patterns.empty()) {
        return result;
    }
    output.with_text([&](std::string_view text, bool whole) {
        result = is_as_ctest_sees(text) ? first_match_in(text, patterns, regexes)
                                        : first_match_in(as_ctest_sees(text), patterns, regexes);
        if (!whole && result.ok() && !*result) {
            result = Error{output.captured() ? "the output is too long to be searched whole (" +
                                                   std::to_string(output.bytes()) + " bytes)"
                                             : "the output was not captured, so it cannot be searched"};
        }
    });
    return result;
}

namespace {

Conclusion judge_by_end(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes) {
    if (ended.signal != 0) {
        return {Outcome::crashed, Cause::signal, "killed by " + signal_name(ended.signal)};
    }
    const auto skips = first_match(options.skip_regex, output, regexes);
    if (!skips.ok()) {
        return {Outcome::failed, Cause::output_cut, "SKIP_REGULAR_EXPRESSION: " + skips.error().message};
    }
    if (*skips) {
        return {Outcome::skipped, Cause::skip_regex,
                "SKIP_REGULAR_EXPRESSION " + quoted(**skips) + " matched the output"};
    }
    if (options.skip_return_code && *options.skip_return_code == ended.exit_code) {
        return {Outcome::skipped, Cause::skip_code, "exit code " + std::to_string(ended.exit_code)};
    }
    Conclusion verdict = plain_verdict(options, ended, output, regexes);
    if (!options.will_fail || verdict.cause == Cause::output_cut) {
        return verdict;
    }
    if (verdict.outcome == Outcome::passed) {
        return {Outcome::failed, Cause::will_fail, "it passed, and WILL_FAIL says that it must not"};
    }
    return {Outcome::passed, Cause::will_fail, ""};
}

}  // namespace

Conclusion judge(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes) {
    return with_sanitizer_summary(judge_by_end(options, ended, output, regexes), output);
}

Conclusion judge_case_by_properties(const TaskOptions& options, const Conclusion& by_framework, const Ended& ended,
                                    const Capture& output, RegexCache& regexes) {
    const bool passed = by_framework.outcome == Outcome::passed;
    const bool failed = by_framework.outcome == Outcome::failed && ended.exit_code != 0;
    if (!passed && !failed) {
        return with_sanitizer_summary(by_framework, output);
    }
    const Conclusion verdict = judge(options, ended, output, regexes);
    return verdict.cause == Cause::completed ? with_sanitizer_summary(by_framework, output) : verdict;
}

std::string signal_name(int signal) {
    const char* name = sigabbrev_np(signal);
    return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

}  // namespace pf
