#include "tool/cli/option_values.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "tool/cli/options.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

Error wrong(const std::string& text, std::string_view expected) {
    return Error{fmt::format("'{}' is not {}", one_line(text), expected)};
}

// Splits text into words as a shell does, without expansions. Returns nullopt if a quotation mark is not closed or a
// backslash is the last character.
std::optional<std::vector<std::string>> split_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool blank = text[i] == ' ' || text[i] == '\t' || text[i] == '\n';
        if (quote == 0 && blank) {
            in_word = false;
            continue;
        }
        if (!in_word) {
            words.emplace_back();
            in_word = true;
        }
        if (text[i] == quote) {
            quote = 0;
        } else if (quote == 0 && (text[i] == '\'' || text[i] == '"')) {
            quote = text[i];
        } else {
            if (text[i] == '\\' && quote != '\'' && ++i == text.size()) {
                return std::nullopt;
            }
            words.back() += text[i];
        }
    }
    return quote == 0 ? std::optional(words) : std::nullopt;
}

}  // namespace

Result<std::string> parse_text(const std::string& text) { return text; }

Result<std::string> parse_path(const std::string& text) {
    if (text.empty()) {
        return Error{"the name is empty"};
    }
    return text;
}

Result<int> parse_jobs(const std::string& text) {
    const auto jobs = parse_number<int>(text);
    if (jobs && *jobs >= 1 && *jobs <= kMaxJobs) {
        return *jobs;
    }
    return wrong(
        text,
        fmt::format("a number of tasks from 1 to {}{}", kMaxJobs,
                    text == "0" ? " (0 means no limit only in ctest; omit the option for one task per CPU)" : ""));
}

Result<double> parse_seconds(const std::string& text) {
    const auto seconds = parse_number<double>(text);
    if (seconds && *seconds >= 0 && std::isfinite(*seconds)) {
        return *seconds;
    }
    return wrong(text, "a number of seconds, 0 or more");
}

Result<int> parse_max_fail(const std::string& text) {
    const auto count = parse_number<int>(text);
    if (count && *count >= 0) {
        return *count;
    }
    return wrong(text, "a number of failures, 0 or more");
}

Result<int> parse_retries(const std::string& text) {
    constexpr int kMost = 1'000'000;
    const auto count = parse_number<int>(text);
    if (count && *count >= 0 && *count <= kMost) {
        return *count;
    }
    return wrong(text, "a number of retries from 0 to 1000000");
}

Result<int> parse_count(const std::string& text) {
    const auto count = parse_number<int>(text);
    if (count && *count >= 1) {
        return *count;
    }
    return wrong(text, "a whole number from 1");
}

Result<double> parse_limit(const std::string& text) {
    const auto seconds = parse_number<double>(text);
    if (seconds && *seconds > 0 && std::isfinite(*seconds)) {
        return *seconds;
    }
    return wrong(text, "a number of seconds above 0");
}

Result<std::uint64_t> parse_seed(const std::string& text) {
    if (const auto seed = parse_number<std::uint64_t>(text)) {
        return *seed;
    }
    return wrong(text, "a whole number from 0 to 18446744073709551615");
}

Result<std::pair<Repeat, int>> parse_repeat(const std::string& text) {
    constexpr std::pair<std::string_view, Repeat> kModes[] = {{"until-pass", Repeat::until_pass},
                                                              {"until-fail", Repeat::until_fail},
                                                              {"after-timeout", Repeat::after_timeout}};
    const std::size_t colon = text.find(':');
    const auto count = parse_number<int>(colon == std::string::npos ? "" : text.substr(colon + 1));
    for (const auto& [name, mode] : kModes) {
        if (text.compare(0, colon, name) == 0 && count && *count >= 1) {
            return std::pair(mode, *count);
        }
    }
    return wrong(text, "until-pass:n, until-fail:n or after-timeout:n with n from 1");
}

Result<ColorChoice> parse_color(const std::string& text) {
    if (text == "auto") {
        return ColorChoice::automatic;
    }
    if (text == "always") {
        return ColorChoice::always;
    }
    if (text == "never") {
        return ColorChoice::never;
    }
    return wrong(text, "auto, always or never");
}

Result<bool> parse_switch(const std::string& text) {
    if (text == "true" || text == "false") {
        return text == "true";
    }
    return wrong(text, "true or false");
}

Result<StackTraces> parse_stack_traces(const std::string& text) {
    constexpr std::pair<std::string_view, StackTraces> kWords[] = {{"auto", StackTraces::automatic},
                                                                   {"off", StackTraces::off},
                                                                   {"gdb", StackTraces::gdb},
                                                                   {"eu-stack", StackTraces::eu_stack}};
    for (const auto& [word, value] : kWords) {
        if (text == word) {
            return value;
        }
    }
    return wrong(text, "auto, off, gdb or eu-stack");
}

Result<bool> parse_no_tests(const std::string& text) {
    if (text == "error" || text == "ignore") {
        return text == "ignore";
    }
    return wrong(text, "error or ignore");
}

Result<bool> parse_flaky_result(const std::string& text) {
    if (text == "pass" || text == "fail") {
        return text == "fail";
    }
    return wrong(text, "pass or fail");
}

Result<std::optional<CiSystem>> parse_annotations(const std::string& text) {
    if (text == "auto") {
        return std::optional<CiSystem>();
    }
    constexpr std::pair<std::string_view, CiSystem> kSystems[] = {
        {"none", CiSystem::none}, {"github", CiSystem::github}, {"gitlab", CiSystem::gitlab}};
    for (const auto& [name, system] : kSystems) {
        if (text == name) {
            return std::optional(system);
        }
    }
    return wrong(text, "github, gitlab, none or auto");
}

Result<ReportFormat> parse_report_format(const std::string& text) {
    if (const auto format = report_format_from(text)) {
        return *format;
    }
    return wrong(text, "one of " + report_format_names(", "));
}

Result<std::vector<std::string>> parse_wrapper(const std::string& text) {
    std::optional<std::vector<std::string>> words = split_words(text);
    if (!words) {
        return Error{
            fmt::format("'{}' is not a command line: a quotation mark is not closed, or nothing follows a backslash",
                        one_line(text))};
    }
    if (words->empty() || words->front().empty()) {
        return Error{"the command is empty: name a program"};
    }
    return *std::move(words);
}

Result<std::vector<std::string>> parse_debugger(const std::string& text) {
    Result<std::vector<std::string>> words = parse_wrapper(text);
    if (!words.ok()) {
        return words;
    }
    const std::string name = words->front().substr(words->front().rfind('/') + 1);
    if (words->size() == 1 && name == "gdb") {
        // gdb then exits with the exit code of the program, and does not exit with 0 if the program did not end.
        return std::vector{words->front(), std::string("--return-child-result"), std::string("--args")};
    }
    if (words->size() == 1 && name == "lldb") {
        return std::vector{words->front(), std::string("--")};
    }
    return words;
}

Result<Regex> parse_regex(const std::string& text) {
    if (text.empty()) {
        return Error{"the regular expression is empty: omit the option to match everything"};
    }
    return Regex::compile(text);
}

}  // namespace pf
