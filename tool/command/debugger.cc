#include "tool/command/debugger.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "tool/cli/option_values.h"
#include "tool/session/program.h"
#include "tool/support/regex.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr std::size_t kMaxNamed = 3;  // Tasks that the error names.

}  // namespace

Result<TaskId> single_task(const Plan& plan, const Selection& selection) {
    const std::string first = plan.task_id(selection.tasks.front());
    if (selection.tasks.size() > 1) {
        std::string names;
        const std::size_t named = std::min(selection.tasks.size(), kMaxNamed);
        for (std::size_t i = 0; i < named; ++i) {
            names += (i == 0 ? "" : ", ") + plan.task_id(selection.tasks[i]);
        }
        const std::size_t more = selection.tasks.size() - named;
        return Error{printable(
            fmt::format("--no-fork and --debugger run one task, but {} are selected: {}{}; select one, for example "
                        "with -R {}",
                        selection.tasks.size(), names, more == 0 ? "" : fmt::format(" and {} more", more),
                        shell_quoted("^" + regex_quote(first) + "$")))};
    }
    if (plan.tasks[selection.tasks.front()].options().generator) {
        return Error{printable(fmt::format(
            "--no-fork and --debugger cannot run {}: it is a GENERATOR, whose tasks are known only during a run; start "
            "the command of one task yourself",
            first))};
    }
    return selection.tasks.front();
}

Result<std::vector<std::string>> find_command(const std::string& option, std::vector<std::string> words) {
    if (words.empty()) {
        return words;
    }
    const std::string& word = words.front();
    char resolved[PATH_MAX];
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): the helper has one thread.
    std::string file;
    if (word.find('/') == std::string::npos) {
        file = find_along_path(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin", word);
    } else if (realpath(word.c_str(), resolved) != nullptr) {
        file = resolved;
    }
    if (file.empty()) {
        return Error{printable(fmt::format("{}: there is no program {}; give its path or extend PATH", option, word))};
    }
    words.front() = file;
    return words;
}

Result<StackOptions> stack_options(std::optional<StackTraces> given) {
    constexpr const char* kVariable = "PARALLEL_FIXTURES_STACK_TRACES";
    const char* variable = std::getenv(kVariable);  // NOLINT(concurrency-mt-unsafe): the helper has one thread.
    StackTraces traces = given.value_or(StackTraces::automatic);
    if (!given && variable != nullptr && *variable != '\0') {
        const auto parsed = parse_stack_traces(variable);
        if (!parsed.ok()) {
            return Error{std::string(kVariable) + ": " + parsed.error().message};
        }
        traces = *parsed;
    }
    const std::string tool = traces == StackTraces::gdb ? "gdb" : traces == StackTraces::eu_stack ? "eu-stack" : "";
    const auto found = find_command("--stack-traces", tool.empty() ? std::vector<std::string>() : std::vector{tool});
    return found.ok() ? Result<StackOptions>(StackOptions{traces != StackTraces::off, tool}) : found.error();
}

}  // namespace pf
