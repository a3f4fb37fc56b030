#include "tool/cli/ctest_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "tool/cli/exit_code.h"
#include "tool/support/text.h"

namespace pf {
namespace {

struct Words {
    std::string build_dir;
    std::map<std::string, std::string> values;  // The value of each option.
    std::vector<std::string> wrapper;
    std::vector<std::string> rest;  // The words after "--".
    std::string unknown;            // The first unknown word; "": none.
};

constexpr std::array<std::string_view, 10> kOptions{"-C",      "--id",  "--name",        "--socket", "--ctest",
                                                    "--ticks", "--run", "--fingerprint", "--token",  "--ends-after"};

Words read_words(const std::vector<std::string>& arguments, std::size_t at) {
    Words words;
    for (; at < arguments.size(); ++at) {
        const std::string& word = arguments[at];
        if (word == "--") {
            words.rest.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end());
            break;
        }
        if (word == "--wrapper" && at + 1 < arguments.size()) {
            words.wrapper.push_back(arguments[++at]);
        } else if (std::find(kOptions.begin(), kOptions.end(), word) != kOptions.end() && at + 1 < arguments.size()) {
            words.values[word] = arguments[++at];
        } else if (words.build_dir.empty() && word.substr(0, 1) != "-") {
            words.build_dir = word;
        } else {
            words.unknown = words.unknown.empty() ? word : words.unknown;
        }
    }
    return words;
}

template <typename Number>
std::optional<Number> number(const std::string& text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional<Number>(value) : std::nullopt;
}

Answer misused(const std::string& what) {
    return {fmt::format("parallel-fixtures: {}; `task` and `session` are internal commands of CTest tests, use "
                        "`parallel-fixtures run`\n",
                        printable(what)),
            kExitUsage};
}

std::optional<CtestFixtureOptions::What> what_of(const std::string& word) {
    if (word == "set-up") {
        return CtestFixtureOptions::What::set_up;
    }
    if (word == "tear-down") {
        return CtestFixtureOptions::What::tear_down;
    }
    return word == "end-group" ? std::optional(CtestFixtureOptions::What::end_group) : std::nullopt;
}

Command parse_serve(Words words) {
    const auto ctest = number<std::int64_t>(words.values["--ctest"]);
    const auto ticks = number<std::uint64_t>(words.values["--ticks"]);
    if (!ctest || !ticks || words.values["--run"].empty()) {
        return misused("session serve: --ctest, --ticks or --run is missing");
    }
    return ServeOptions{words.build_dir, words.values["-C"], *ctest, *ticks, words.values["--run"]};
}

}  // namespace

Command parse_ctest_command(const std::vector<std::string>& arguments) {
    const bool task = arguments.front() == "task";
    const std::string verb = task || arguments.size() < 2 ? "" : arguments[1];
    Words words = read_words(arguments, task ? 1 : 2);
    if (words.build_dir.empty() || !words.unknown.empty()) {
        return misused(words.unknown.empty() ? "the build directory is missing" : "unknown word " + words.unknown);
    }
    if (task) {
        if (words.values["--id"].empty()) {
            return misused("task: --id is missing");
        }
        return CtestTaskOptions{words.build_dir,
                                words.values["-C"],
                                words.values["--id"],
                                words.rest,
                                false,
                                words.values["--token"],
                                number<int>(words.values["--ends-after"]).value_or(0),
                                words.wrapper};
    }
    if (verb == "run-group" && !words.values["--name"].empty()) {
        return CtestTaskOptions{
            words.build_dir, words.values["-C"], words.values["--name"], {}, true, words.values["--token"], 0,
            words.wrapper};
    }
    if (verb == "serve") {
        return parse_serve(std::move(words));
    }
    if (verb == "linger" && !words.values["--fingerprint"].empty()) {
        return LingerOptions{words.build_dir, words.values["-C"], words.values["--fingerprint"]};
    }
    if (verb == "fixture-session") {
        return FixtureSessionOptions{words.build_dir};
    }
    if (verb == "host") {
        if (words.values["--id"].empty() || words.values["--socket"].empty()) {
            return misused("session host: --id or --socket is missing");
        }
        return CtestHostOptions{words.build_dir, words.values["-C"], words.values["--id"], words.values["--socket"]};
    }
    const auto what = what_of(verb);
    if (!what || words.values["--name"].empty()) {
        return misused("session " + verb + ": the command is unknown, or --name is missing");
    }
    return CtestFixtureOptions{
        *what, words.build_dir, words.values["-C"], words.values["--name"], words.values["--token"], words.wrapper};
}

}  // namespace pf
