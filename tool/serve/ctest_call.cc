#include "tool/serve/ctest_call.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "runtime/platform.h"
#include "tool/support/file.h"

namespace pf {
namespace {

enum class Value {
    none,
    ignored,
    any,      // Any text; its meaning does not depend on the directory in which ctest runs.
    file,     // A path, which must be absolute to mean the same in another directory.
    numbers,  // Numbers separated by commas; a path in place of them is not accepted.
};

enum class Effect {
    none,
    selects,    // It selects tests or a configuration.
    schedules,  // It changes when tests run or for how long, or which do not run after a failure.
};

struct Option {
    std::string_view name;
    Value value;
    Effect effect;
};

// Every option of ctest in CMake 3.25 to 3.31 with which ctest still runs each selected test exactly once, unless
// another test fails. With any other option, nobody knows which tests ctest runs.
constexpr Option kOptions[] = {
    {"-L", Value::any, Effect::selects},
    {"--label-regex", Value::any, Effect::selects},
    {"-LE", Value::any, Effect::selects},
    {"--label-exclude", Value::any, Effect::selects},
    {"-R", Value::any, Effect::selects},
    {"--tests-regex", Value::any, Effect::selects},
    {"-E", Value::any, Effect::selects},
    {"--exclude-regex", Value::any, Effect::selects},
    {"-FA", Value::any, Effect::selects},
    {"--fixture-exclude-any", Value::any, Effect::selects},
    {"-FS", Value::any, Effect::selects},
    {"--fixture-exclude-setup", Value::any, Effect::selects},
    {"-FC", Value::any, Effect::selects},
    {"--fixture-exclude-cleanup", Value::any, Effect::selects},
    {"-I", Value::numbers, Effect::selects},
    {"--tests-information", Value::numbers, Effect::selects},
    {"-U", Value::none, Effect::selects},
    {"--union", Value::none, Effect::selects},
    {"--tests-from-file", Value::file, Effect::selects},
    {"--exclude-from-file", Value::file, Effect::selects},
    {"-C", Value::any, Effect::selects},
    {"--build-config", Value::any, Effect::selects},
    {"--test-dir", Value::ignored, Effect::none},
    {"--resource-spec-file", Value::ignored, Effect::none},
    {"-V", Value::none, Effect::none},
    {"--verbose", Value::none, Effect::none},
    {"-VV", Value::none, Effect::none},
    {"--extra-verbose", Value::none, Effect::none},
    {"--debug", Value::none, Effect::none},
    {"--output-on-failure", Value::none, Effect::none},
    {"--progress", Value::none, Effect::none},
    {"-Q", Value::none, Effect::none},
    {"--quiet", Value::none, Effect::none},
    {"-O", Value::ignored, Effect::none},
    {"--output-log", Value::ignored, Effect::none},
    {"--output-junit", Value::ignored, Effect::none},
    {"--test-output-size-passed", Value::ignored, Effect::none},
    {"--test-output-size-failed", Value::ignored, Effect::none},
    {"--test-output-truncation", Value::ignored, Effect::none},
    {"--no-label-summary", Value::none, Effect::none},
    {"--no-subproject-summary", Value::none, Effect::none},
    {"--no-compress-output", Value::none, Effect::none},
    {"--force-new-ctest-process", Value::none, Effect::none},
    {"--no-tests=error", Value::none, Effect::none},
    {"--no-tests=ignore", Value::none, Effect::none},
    {"--stop-on-failure", Value::none, Effect::schedules},
    {"--schedule-random", Value::none, Effect::schedules},
    {"--timeout", Value::ignored, Effect::schedules},
    {"--test-load", Value::ignored, Effect::schedules},
    {"--max-width", Value::ignored, Effect::schedules},
};

bool means_the_same(Value kind, const std::string& value) {
    return (kind != Value::file || value.substr(0, 1) == "/") &&
           (kind != Value::numbers || value.find_first_not_of("0123456789,") == std::string::npos);
}

bool is_number(const std::string& word) {
    return !word.empty() && word.size() < 10 && word.find_first_not_of("0123456789") == std::string::npos;
}

// Returns a number of tests that is given without a number: as many as there are CPUs.
int any_level() { return platform::usable_cpus(); }

// Returns the number of tests at a time that a variable of the environment gives; 0: there is none.
int level_of(const std::vector<std::string>& environment) {
    constexpr std::string_view kLevel = "CTEST_PARALLEL_LEVEL=";
    for (const std::string& entry : environment) {
        if (entry.compare(0, kLevel.size(), kLevel) == 0) {
            const std::string value = entry.substr(kLevel.size());
            return is_number(value) ? std::stoi(value) : any_level();
        }
    }
    return 0;
}

// Returns the number of tests at a time that the option at this place gives, and moves to the last word of the option.
int take_level(const std::vector<std::string>& words, std::size_t& at) {
    const std::string attached = words[at].compare(0, 2, "-j") == 0 ? words[at].substr(2) : "";
    if (is_number(attached)) {
        return std::stoi(attached);
    }
    if (at + 1 < words.size() && is_number(words[at + 1])) {
        return std::stoi(words[++at]);
    }
    return any_level();
}

// Returns the default limit that include(CTest) wrote for the top directory of a build, in seconds; 0: none.
double default_limit(const std::string& directory) {
    constexpr std::string_view kTimeOut = "TimeOut: ";
    const Result<std::string> file = read_file(directory + "/DartConfiguration.tcl");
    const std::size_t at = file.ok() ? file->find("\n" + std::string(kTimeOut)) : std::string::npos;
    return at == std::string::npos ? 0 : std::strtod(file->c_str() + at + 1 + kTimeOut.size(), nullptr);
}

}  // namespace

// ctest writes its log to the directory whose tests it runs. This ctest may itself be a test that inherited the log of
// another ctest, so the log must also be in the working directory.
std::optional<CtestCall> call_of_ctest(int pid) {
    constexpr std::string_view kLog = "/Testing/Temporary/LastTest.log.tmp";
    const platform::OpenPaths open = platform::open_paths_of(pid);
    const bool runs_there =
        std::find(open.files.begin(), open.files.end(), open.working_directory + std::string(kLog)) != open.files.end();
    if (open.program.empty() || open.working_directory.empty() || !runs_there) {
        return std::nullopt;
    }
    return CtestCall{open.program, platform::command_line_of(pid), platform::environment_of(pid),
                     open.working_directory, default_limit(open.working_directory)};
}

int tests_at_a_time(const CtestCall& call) {
    int level = level_of(call.environment);
    for (std::size_t at = 1; at < call.words.size(); ++at) {
        if (call.words[at].compare(0, 2, "-j") == 0 || call.words[at] == "--parallel") {
            level = take_level(call.words, at);
        }
    }
    return std::max(level, 1);
}

std::optional<CtestSelection> selection_of(const CtestCall& call) {
    CtestSelection selection;
    bool by_label = false;
    bool schedules = false;
    selection.level = level_of(call.environment);
    for (std::size_t at = 1; at < call.words.size(); ++at) {
        const std::string& word = call.words[at];
        if (word.compare(0, 2, "-j") == 0 || word == "--parallel") {
            selection.level = take_level(call.words, at);
            continue;
        }
        const auto* known = std::find_if(std::begin(kOptions), std::end(kOptions),
                                         [&](const Option& option) { return option.name == word; });
        if (known == std::end(kOptions)) {
            return std::nullopt;
        }
        by_label = by_label || word == "-L" || word == "--label-regex";
        schedules = schedules || known->effect == Effect::schedules;
        const std::size_t values = known->value == Value::none ? 0 : 1;
        if (at + values >= call.words.size() || (values == 1 && !means_the_same(known->value, call.words[at + 1]))) {
            return std::nullopt;
        }
        if (known->effect == Effect::selects) {
            selection.words.insert(selection.words.end(), call.words.begin() + static_cast<std::ptrdiff_t>(at),
                                   call.words.begin() + static_cast<std::ptrdiff_t>(at + values + 1));
        }
        at += values;
    }
    selection.serial = by_label && !schedules && selection.level == 0;
    selection.level = std::max(selection.level, 1);
    return selection;
}

}  // namespace pf
