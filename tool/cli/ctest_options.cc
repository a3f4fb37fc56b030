#include "tool/cli/ctest_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "tool/cli/exit_code.h"
#include "tool/support/number.h"
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

constexpr std::array<std::string_view, 15> kOptions{
    "-C",      "--id",         "--name", "--socket", "--ctest", "--ticks",           "--run",    "--fingerprint",
    "--token", "--ends-after", "--tool", "--cores",  "--since", "--with-sanitizers", "--program"};

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

Command parse_task(Words words) {
    if (words.values["--id"].empty()) {
        return misused("task: --id is missing");
    }
    const int ends_after = parse_number<int>(words.values["--ends-after"]).value_or(0);
    return CtestTaskOptions{words.build_dir, words.values["-C"],      words.values["--id"], words.rest,
                            false,           words.values["--token"], ends_after,           words.wrapper};
}

Command parse_serve(Words words) {
    const auto ctest = parse_number<std::int64_t>(words.values["--ctest"]);
    const auto ticks = parse_number<std::uint64_t>(words.values["--ticks"]);
    if (!ctest || !ticks || words.values["--run"].empty()) {
        return misused("session serve: --ctest, --ticks or --run is missing");
    }
    return ServeOptions{words.build_dir, words.values["-C"], *ctest, *ticks, words.values["--run"]};
}

Command parse_host(Words words) {
    if (words.values["--id"].empty() || words.values["--socket"].empty()) {
        return misused("session host: --id or --socket is missing");
    }
    return CtestHostOptions{words.build_dir, words.values["-C"], words.values["--id"], words.values["--socket"]};
}

// Parses the commands with --name.
Command parse_named(const std::string& verb, Words words) {
    const std::string name = words.values["--name"];
    const auto what = what_of(verb);
    if (name.empty() || (!what && verb != "run-group")) {
        return misused("session " + verb + ": the command is unknown, or --name is missing");
    }
    if (what) {
        return CtestFixtureOptions{*what, words.build_dir,         words.values["-C"],
                                   name,  words.values["--token"], words.wrapper};
    }
    return CtestTaskOptions{words.build_dir, words.values["-C"], name, {}, true, words.values["--token"], 0,
                            words.wrapper};
}

}  // namespace

Command parse_ctest_command(const std::vector<std::string>& arguments) {
    const bool task = arguments.front() == "task";
    const std::string verb = task || arguments.size() < 2 ? "" : arguments[1];
    Words words = read_words(arguments, task ? 1 : 2);
    if (words.build_dir.empty() || !words.unknown.empty()) {
        return misused(words.unknown.empty() ? "the build directory is missing" : "unknown word " + words.unknown);
    }
    if (verb == "linger" && !words.values["--fingerprint"].empty()) {
        return LingerOptions{words.build_dir, words.values["-C"], words.values["--fingerprint"]};
    }
    if (verb == "stacks") {
        StacksOptions stacks;
        stacks.process = parse_number<std::int64_t>(words.build_dir).value_or(0);
        stacks.cores = words.values["--cores"];
        stacks.since = parse_number<double>(words.values["--since"]).value_or(0);
        stacks.program = words.values["--program"];
        stacks.tool = words.values["--tool"];
        stacks.with_sanitizers = !words.values["--with-sanitizers"].empty();
        return stacks;
    }
    if (verb == "fixture-session") {
        return FixtureSessionOptions{words.build_dir, std::move(words.rest)};
    }
    return task              ? parse_task(std::move(words))
           : verb == "serve" ? parse_serve(std::move(words))
           : verb == "host"  ? parse_host(std::move(words))
                             : parse_named(verb, std::move(words));
}

}  // namespace pf
