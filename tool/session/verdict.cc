#include "tool/session/verdict.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): sigabbrev_np is not in <cstring>.

#include <optional>

namespace pf {
namespace {

std::string quoted(std::string_view pattern) { return "\"" + std::string(pattern) + "\""; }

// What the regular expressions and the exit code say, before WILL_FAIL.
Verdict plain_verdict(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes) {
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

}  // namespace

const Result<Regex>& RegexCache::get(std::string_view pattern) {
    const std::string key(pattern);
    const auto known = compiled_.find(key);
    return known != compiled_.end() ? known->second : compiled_.emplace(key, Regex::compile(pattern)).first->second;
}

Result<std::optional<std::string>> first_match(const Texts& patterns, const Capture& output, RegexCache& regexes) {
    Result<std::optional<std::string>> result(std::optional<std::string>{});
    if (patterns.empty()) {
        return result;
    }
    output.with_text([&](std::string_view text, bool whole) {
        for (const Text pattern : patterns) {
            const Result<Regex>& regex = regexes.get(pattern);
            const Result<bool> matched = regex.ok() ? regex->matches(text) : Result<bool>(regex.error());
            if (!matched.ok()) {
                result = matched.error();
                return;
            }
            if (*matched) {
                result = std::optional<std::string>(std::string(pattern));
                return;
            }
        }
        if (!whole) {
            result = Error{output.captured() ? "the output is too long to be searched whole (" +
                                                   std::to_string(output.bytes()) + " bytes)"
                                             : "the output was not captured, so it cannot be searched"};
        }
    });
    return result;
}

Verdict judge(const TaskOptions& options, const Ended& ended, const Capture& output, RegexCache& regexes) {
    if (ended.signal != 0) {
        return {Outcome::crashed, Cause::signal, "killed by " + signal_name(ended.signal)};
    }
    const auto skips = first_match(options.skip_regex, output, regexes);
    if (skips.ok() && *skips) {
        return {Outcome::skipped, Cause::skip_regex,
                "SKIP_REGULAR_EXPRESSION " + quoted(**skips) + " matched the output"};
    }
    if (options.skip_return_code && *options.skip_return_code == ended.exit_code) {
        return {Outcome::skipped, Cause::skip_code, "exit code " + std::to_string(ended.exit_code)};
    }
    Verdict verdict = plain_verdict(options, ended, output, regexes);
    if (!options.will_fail || verdict.cause == Cause::output_cut) {
        return verdict;
    }
    if (verdict.outcome == Outcome::passed) {
        return {Outcome::failed, Cause::will_fail, "it passed, and WILL_FAIL says that it must not"};
    }
    return {Outcome::passed, Cause::will_fail, ""};
}

std::string signal_name(int signal) {
    const char* name = sigabbrev_np(signal);
    return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

}  // namespace pf
